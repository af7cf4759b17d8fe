"""The words and numbers for people."""

import re
import string
import tomllib
from importlib import resources
from pathlib import Path

import pytest

import drijfveer.reporting
from drijfveer.errors import SettingsError
from drijfveer.reporting.words import Wording
from drijfveer.tables import METHODS

NUMBERS = [
    # value, decimals, signed, nl, en
    (1234.5, 1, False, "1.234,5", "1,234.5"),
    (1234567, 0, False, "1.234.567", "1,234,567"),
    (-8.25, 1, True, "−8,2", "−8.2"),
    (8.26, 1, True, "+8,3", "+8.3"),
    (0.0, 1, True, "0,0", "0.0"),
    (-0.04, 1, True, "0,0", "0.0"),
    (0.04, 1, True, "0,0", "0.0"),
    (-100, 0, True, "−100", "−100"),
    (None, 1, True, "–", "–"),
]


@pytest.mark.parametrize(("value", "decimals", "signed", "dutch", "english"), NUMBERS)
def test_numbers_are_written_as_the_language_does(value, decimals, signed, dutch, english):
    assert Wording("nl").number(value, decimals, signed=signed) == dutch
    assert Wording("en").number(value, decimals, signed=signed) == english


def test_percentages_scores_and_q_values():
    assert Wording("nl").percent(12.3, 1) == "12,3%"
    assert Wording("nl").percent(None) == "–"
    assert [Wording("nl").score(score) for score in (7.0, 7.5)] == ["7", "7,5"]
    assert [Wording("en").q(q) for q in (0.0009, 0.001, 1.0, None)] == ["< 0.001", "0.001", "1.000", "–"]


def test_one_and_many():
    assert Wording("nl").count("count.respondents", 1) == "1 respondent"
    assert Wording("nl").count("count.respondents", 1200) == "1.200 respondenten"


def test_another_language_is_refused():
    with pytest.raises(SettingsError, match=r"'fr'.*nl, en"):
        Wording("fr")


def _flat(language):
    file = resources.files("drijfveer.reporting").joinpath(f"wording/{language}.toml")
    words = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        f"{section}.{name}": value if isinstance(value, str) else str(value)
        for section, entries in words.items()
        for name, value in entries.items()
    }


def _fields(words):
    return {field for _, field, _, _ in string.Formatter().parse(words) if field}


def test_both_languages_say_the_same_things():
    dutch, english = _flat("nl"), _flat("en")
    assert list(dutch) == list(english)
    for key in dutch.keys() - {"number.months"}:
        if not dutch[key].startswith("{'"):
            assert _fields(dutch[key]) == _fields(english[key]), key


def test_every_method_of_an_interval_has_words():
    assert {key.split(".")[1] for key in _flat("nl") if key.startswith("interval_method.")} == set(METHODS)


def test_every_word_is_used_somewhere():
    folder = Path(drijfveer.reporting.__file__).parents[1]
    files = [*folder.glob("cli/*.py"), *folder.glob("reporting/*.py"), *folder.glob("reporting/templates/*.j2")]
    source = "".join(file.read_text(encoding="utf-8") for file in files)
    built = set(re.findall(r'f?"(\w+)\.(?:\{|" ~)', source)) | set(re.findall(r"'(\w+)\.' ~", source))
    unused = [key for key in _flat("nl") if key.split(".")[0] not in built and key not in source]
    assert unused == []
