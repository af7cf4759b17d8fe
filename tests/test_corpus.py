"""The corpus of labelled comments: well formed, and every label shown by words of its comment."""

import json
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from drijfveer.codebook import read_codebook
from drijfveer.learning import measure_variety, read_phrases

CORPUS = Path(__file__).parents[1] / "models" / "corpus"
FILES = sorted(CORPUS.glob("*/*.jsonl"))
BOOK = read_codebook("customer", with_terms=False)
SIGNALS = {signal.id for signal in BOOK.signals}


def read_rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_labels_are_known_and_shown_by_the_text(path):
    for row in read_rows(path):
        assert set(row) == {"id", "score", "text", "codes", "signals"}, row
        for theme, polarity, span in row["codes"]:
            assert theme in BOOK.themes, row
            assert polarity in {"pos", "neg", "neu"}, row
            assert span.strip(), row
            assert span in row["text"], row
        for signal, polarity, span in row["signals"]:
            assert signal in SIGNALS, row
            assert polarity in {"pos", "neg"}, row
            assert span in row["text"], row
        pairs = [(theme, polarity) for theme, polarity, _ in row["codes"]]
        assert len(pairs) == len(set(pairs)), row
        themes = {theme for theme, _ in pairs}
        assert BOOK.catch_all not in themes or len(themes) == 1, row


def test_ids_are_unique():
    counts = Counter(row["id"] for path in FILES for row in read_rows(path))
    assert FILES
    assert [name for name, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_theme_occurs_in_both_polarities(language):
    codes = Counter(
        (theme, polarity)
        for path in FILES
        if path.parent.name == language
        for row in read_rows(path)
        for theme, polarity, _ in row["codes"]
    )
    assert [(theme, p) for theme in BOOK.themes for p in ("pos", "neg") if not codes[theme, p]] == []


LEAST = {"nl": 6000, "en": 4000}
LEAST_PER_THEME, LEAST_PER_SIDE = 120, 40
LEAST_INDUSTRIES = 14
MOST_SHARED_RUNS = (
    0.035  # of the runs of four words; in real exports with a quarter of the words 0.037 (en), as many 0.04 (nl)
)
EXPORTS = {"nl": ("meal_delivery_nl.csv", "text"), "en": ("telecom_nps_en.csv", "comment")}


def read_language(language: str) -> list[dict]:
    return [row for path in FILES if path.parent.name == language for row in read_rows(path)]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_corpus_is_large_and_covers_every_theme(language):
    rows = read_language(language)
    assert len(rows) >= LEAST[language]
    assert sum(path.parent.name == language for path in FILES) >= LEAST_INDUSTRIES
    codes = Counter((theme, polarity) for row in rows for theme, polarity, _ in row["codes"])
    for theme in BOOK.themes:
        sides = {polarity: codes[theme, polarity] for polarity in ("pos", "neg", "neu")}
        assert sum(sides.values()) >= LEAST_PER_THEME, (theme, sides)
        assert min(sides["pos"], sides["neg"]) >= LEAST_PER_SIDE, (theme, sides)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_comments_are_not_made_from_each_other(language):
    rows = read_language(language)
    variety = measure_variety([row["text"] for row in rows])
    assert variety.shared_runs <= MOST_SHARED_RUNS, variety
    texts = Counter(" ".join(row["text"].lower().split()) for row in rows)
    long_doubles = [text for text, count in texts.items() if count > 1 and len(text.split()) > 5]
    assert long_doubles == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_lengths_and_codes_are_spread_as_in_surveys(language):
    rows = read_language(language)
    variety = measure_variety([row["text"] for row in rows])
    assert 8 <= variety.median_length <= 14, variety
    assert 0.15 <= variety.under_5 <= 0.30, variety
    assert 0.05 <= variety.over_45 <= 0.15, variety
    codes = Counter(min(len(row["codes"]), 4) for row in rows)
    shares = {count: number / len(rows) for count, number in codes.items()}
    assert 0.5 <= shares[1] <= 0.8, shares
    assert shares[2] >= 0.15, shares
    assert shares[3] + shares[4] >= 0.05, shares
    assert 0.005 <= shares[0] <= 0.05, shares


@pytest.mark.parametrize("language", ["nl", "en"])
def test_words_are_as_varied_as_in_real_exports(language, shared):
    name, column = EXPORTS[language]
    real = pd.read_csv(shared / "exports" / name, dtype="str", keep_default_na=False)[column]
    own = measure_variety([row["text"] for row in read_language(language)])
    assert own.forms >= measure_variety([text for text in real if text]).forms, own


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_second_labelling_is_of_the_same_texts(language):
    texts = {row["id"]: row["text"] for row in read_language(language)}
    second = read_rows(CORPUS.parent / "second" / f"{language}.jsonl")
    assert len(second) >= 300
    assert [row["id"] for row in second if texts[row["id"]] != row["text"]] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_phrases_cover_every_theme_in_both_polarities(language):
    phrases = read_phrases(CORPUS.parent / "phrases", language, BOOK)
    codes = Counter((phrase.theme, phrase.polarity) for phrase in phrases)
    assert [(theme, p) for theme in BOOK.themes for p in ("pos", "neg") if codes[theme, p] < 50] == []
    doubles = [text for text, count in Counter((p.theme, p.text) for p in phrases).items() if count > 1]
    assert doubles == []
