import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drijfveer.coding.reader import NEUTRAL_BELOW

CASES = Path(__file__).parents[1] / "cases"


def read_cases(name: str) -> list:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [pytest.param(json.loads(line), id=json.loads(line)["id"]) for line in lines]


def found_codes(coding) -> dict[str, list[str]]:
    codes: dict[str, list[str]] = {}
    for mention in coding.mentions:
        codes.setdefault(mention.theme, []).append(mention.polarity)
    return codes


@pytest.mark.parametrize("case", read_cases("constructions_nl.jsonl"))
def test_dutch_constructions(rules, case):
    found = found_codes(rules.code(case["text"], "nl"))
    assert {theme: sorted(found.get(theme, [])) for theme in case["codes"]} == {
        theme: sorted(polarities) for theme, polarities in case["codes"].items()
    }


@pytest.mark.parametrize("case", read_cases("constructions_en.jsonl"))
def test_english_constructions(rules, case):
    found = found_codes(rules.code(case["text"], "en"))
    assert {theme: sorted(found.get(theme, [])) for theme in case["codes"]} == {
        theme: sorted(polarities) for theme, polarities in case["codes"].items()
    }


def test_catch_all_stands_alone(rules):
    assert set(found_codes(rules.code("Top! Vriendelijk personeel", "nl"))) == {"empathy.friendliness"}


def test_reasons_name_the_term_and_what_turned_it_round(rules):
    mention = next(m for m in rules.code("Helemaal niet hoffelijk bejegend", "nl").mentions)
    assert mention.polarity == "neg"
    assert any(reason.startswith("negation") for reason in mention.reasons)


@pytest.mark.parametrize(
    ("text", "language", "themes"),
    [
        ("Super service", "unknown", ["service.general"]),
        ("Top", "unknown", ["general.overall"]),
        ("Nous avons attendu très longtemps devant la porte", "unknown", []),
        ("", "nl", []),
        ("?!...", "nl", []),
    ],
)
def test_texts_of_unknown_language(rules, text, language, themes):
    assert [mention.theme for mention in rules.code(text, language).mentions] == themes


SENTENCE = "de service was niet goed maar snel , . ! levering te laat vriendelijk duur zou fijn zijn als app 2 uur 👍"
WORDS = st.lists(st.sampled_from(SENTENCE.split()))


@given(WORDS.map(" ".join), st.sampled_from(["nl", "en", "unknown"]))
def test_evidence_lies_in_the_text_and_nothing_stands_twice(rules, text, language):
    coding = rules.code(text, language)
    for item in (*coding.mentions, *coding.signals):
        assert 0 <= item.start < item.end <= len(text)
        assert text[item.start : item.end].strip() == text[item.start : item.end] != ""
    codes = [(m.theme, m.polarity) for m in coding.mentions]
    assert len(codes) == len(set(codes))
    for mention in coding.mentions:
        assert mention.polarity == "neu" or (mention.strength > 0) == (mention.polarity == "pos")
        assert (abs(mention.strength) < NEUTRAL_BELOW) == (mention.polarity == "neu")
        assert 0 <= mention.confidence <= 1
        assert 0 <= mention.unit < len(coding.units)
    starts = [bound for bounds in coding.units for bound in bounds]
    assert starts == sorted(starts)


@given(st.text(max_size=300))
def test_any_text_can_be_read(rules, text):
    rules.code(text, "nl")
    rules.code(text, "en")
