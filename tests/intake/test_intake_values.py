"""Values: texts, answers, languages, scores, scales and dates of single cells and columns."""

import json
import time
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drijfveer.errors import InputError
from drijfveer.intake import classify_answer, clean_text, detect_language
from drijfveer.intake.dates import parse_dates
from drijfveer.intake.language import read_language
from drijfveer.intake.scores import guess_scale, parse_score, parse_scores

CASES = Path(__file__).parents[1] / "cases"


def cases(name):
    return [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", cases("languages.jsonl"), ids=lambda case: case["text"][:30])
def test_language(case):
    assert detect_language(case["text"]) == case["language"]


@pytest.mark.parametrize("case", cases("non_answers.jsonl"), ids=lambda case: case["text"][:30] or "empty")
def test_answer(case):
    assert classify_answer(case["text"]) == case["answer"]


@pytest.mark.parametrize("case", cases("scores.jsonl"), ids=lambda case: case["cell"] or "empty")
def test_score(case):
    assert parse_score(case["cell"]) == case["score"]


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_is_cleaned_and_judged(text):
    cleaned = clean_text(text)
    assert cleaned == cleaned.strip()
    assert not set(cleaned) & {"\0", "\r", "\x0b", "\u200b", "\ufeff", "\u00a0"}
    assert detect_language(cleaned) in ("nl", "en", "unknown")
    assert (classify_answer(cleaned) == "empty") == (cleaned == "")


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("cafÃ© was dicht", "café was dicht"),
        ("dat is Ã©Ã©n â€œfoutâ€\x9d", 'dat is één "fout"'),
        ("snel &amp; goed &#39;top&#39;", "snel & goed 'top'"),
        ("  regel een\r\nregel twee\rdrie  ", "regel een\nregel twee\ndrie"),
        ("e\u0301e\u0301n", "één"),
        ("a\0b\x07c", "abc"),
        ("aan\u00a0huis\u200b", "aan huis"),
        ("👩‍👧 top ❤️", "👩‍👧 top ❤️"),
        ("&nbsp;", ""),
        ("1 < 2 > 0", "1 < 2 > 0"),
    ],
)
def test_text_is_repaired(text, cleaned):
    assert clean_text(text) == cleaned


def test_long_and_plain_comments_cost_little():
    started = time.perf_counter()
    long = clean_text("het duurde lang en niemand wist waarom; één keer werd er gebeld. " * 650)
    assert len(long) > 40_000
    assert detect_language(long) == "nl"
    assert classify_answer(long) == "comment"
    for _ in range(3000):
        clean_text("De bezorger was vriendelijk")
        detect_language("De bezorger was vriendelijk")
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    ("cell", "language"),
    [("NL", "nl"), ("dut", "nl"), ("Nederlands (BE)", "nl"), ("nl_BE", "nl"), ("English", "en"), ("en-us", "en"),
     ("Engels", "en"), ("fr", "unknown"), ("Duits", "unknown"), ("", None), ("42", None)],
)  # fmt: skip
def test_a_stated_language_is_read(cell, language):
    assert read_language(cell) == language


def test_unreadable_scores_are_counted():
    scores = parse_scores(["9", "", "  ", "weet niet", "8,5"])
    assert scores.values.fillna(-1).tolist() == [9, -1, -1, -1, 8.5]
    assert scores.unreadable == 1


ZERO_TO_TEN = [0, 3, 7, 8, 9, 10, 10]
ONE_TO_FIVE = [1, 2, 3, 4, 5, 5, 4]


@pytest.mark.parametrize(
    ("name", "values", "scale"),
    [
        ("nps", ZERO_TO_TEN, "nps"),
        ("nps", [3, 4, 5], "nps"),
        ("nps", [9, 8, 11], "nps"),
        ("score", ZERO_TO_TEN, "nps"),
        ("score", ONE_TO_FIVE, "csat"),
        ("score", [1, 7, 6, 5, 4] * 10, "ces7"),
        ("score", [1, 7, 6, 5, 4], "nps"),
        ("score", [10, 55, 80, 100], "percent"),
        ("score", [*ZERO_TO_TEN * 10, 99], "nps"),
        ("score", [*ONE_TO_FIVE * 10, 99, 99], "csat"),
        ("overall", [80, 90, 100], "percent"),
        ("overall", ONE_TO_FIVE, "csat"),
        ("Rapportcijfer", [6, 7, 8, 10], "grade"),
        ("cijfer", ZERO_TO_TEN, "nps"),
        ("rating", ONE_TO_FIVE, "stars"),
        ("rating", [6, 7, 8, 10], "nps"),
        ("aantal_sterren", ONE_TO_FIVE, "stars"),
        ("Klanttevredenheid", ONE_TO_FIVE, "csat"),
        ("tevredenheid", ZERO_TO_TEN, "nps"),
        ("CES", ONE_TO_FIVE, "ces5"),
        ("CES", [1, 5, 6, 7, 7], "ces7"),
        ("effort", [2, 6, 7, 1, 9], "ces7"),
        ("procent", [1, 2, 3], "percent"),
        ("enps", [], "nps"),
        ("x", [], "nps"),
    ],
)
def test_scale_is_guessed(name, values, scale):
    guess = guess_scale(name, pd.Series([*values, float("nan")], dtype="float64"))
    assert guess.scale.name == scale
    assert guess.notes


def test_open_guesses_are_said():
    ces = " ".join(map(str, guess_scale("ces", pd.Series([1.0, 5.0])).notes))
    assert "A high score was taken to mean easy" in ces
    assert "--scale ces5_low" in ces
    assert "--scale ces7" in ces
    stars = " ".join(map(str, guess_scale("score", pd.Series([1.0, 5.0])).notes))
    assert "stars (1-5) and CES (1-5) would fit" in stars


def test_values_on_no_scale_are_refused():
    with pytest.raises(InputError, match=r"from -50 to 1000, which fits no scale.*--scale.*nps, ces7"):
        guess_scale("score", pd.Series([-50.0, 500, 1000]))


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("2025-03-04", "2025-03-04 00:00"),
        ("2025/3/4 9:05", "2025-03-04 09:05"),
        ("2025-03-04T20:09:11.123Z", "2025-03-04 20:09:11"),
        ("2025-03-04 20:09:11+02:00", "2025-03-04 20:09:11"),
        ("20250304", "2025-03-04 00:00"),
        ("03/04/2025 20:09", "2025-04-03 20:09"),
        ("3-4-25", "2025-04-03 00:00"),
        ("03.04.2025 8:09 PM", "2025-04-03 20:09"),
        ("3 maart 2025", "2025-03-03 00:00"),
        ("di 3 mrt. 2025 12:30", "2025-03-03 12:30"),
        ("March 3, 2025", "2025-03-03 00:00"),
        ("31/02/2025", None),
        ("vorige week", None),
        ("3 foo 2025", None),
        ("", None),
    ],
)
def test_date(cell, date):
    value = parse_dates([cell]).values[0]
    assert pd.isna(value) if date is None else value == pd.Timestamp(date)


@pytest.mark.parametrize(
    ("cells", "days", "words"),
    [
        (["03/04/2025", "13/04/2025"], [3, 13], "day first .* the values prove"),
        (["04/03/2025", "04/13/2025"], [3, 13], "month first .* the values prove"),
        (["03/04/2025", "04/05/2025"], [3, 4], "neither prove nor disprove"),
        (["13/04/2025", "14/04/2025", "04/13/2025"], [13, 14, None], "some only make sense month first"),
        (["2025-01-02", "gisteren"], [2, None], "1 date could not be read"),
    ],
)
def test_the_order_of_day_and_month_is_proven_or_said(cells, days, words):
    dates = parse_dates(cells)
    assert [None if pd.isna(value) else value.day for value in dates.values] == days
    assert dates.unreadable == days.count(None)
    assert pd.Series(" ".join(map(str, dates.notes))).str.contains(words).all()
