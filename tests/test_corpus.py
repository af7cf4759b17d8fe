"""The corpus of labelled comments: well formed, and every label shown by words of its comment."""

import json
from collections import Counter
from pathlib import Path

import pytest

from drijfveer.codebook import read_codebook

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
