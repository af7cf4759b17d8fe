"""Notes: the same in both languages, all used, and each value written as its language does."""

import re
import string
import tomllib
from importlib import resources
from pathlib import Path

import pytest

import drijfveer
from drijfveer.intake import columns, scores
from drijfveer.notes import NOTE_LANGUAGES, Note, note, quote_name
from drijfveer.scales import scale

WORDS = tomllib.loads(resources.files("drijfveer").joinpath("notes.toml").read_text(encoding="utf-8"))


def _fields(sentence: str) -> set[tuple[str, bool]]:
    """Give the placeholders, and of each whether it stands for names of columns."""
    return {
        (field, (spec or "") == "name")
        for _, field, spec, _ in string.Formatter().parse(sentence)
        if field and "|" not in (spec or "")
    }


def _calls() -> set[tuple[str, frozenset[str]]]:
    """Find every ``note("key", a=..., b=...)`` in the code, with its keywords."""
    folder = Path(drijfveer.__file__).parent
    source = "".join(file.read_text(encoding="utf-8") for file in folder.rglob("*.py"))
    found = re.findall(r'\bnote\(\s*"(\w+)"((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)', source)
    return {(key, frozenset(re.findall(r"(?:^|,)\s*(\w+)=", values))) for key, values in found}


def test_every_note_has_both_languages_with_the_same_values():
    for key, languages in WORDS.items():
        assert tuple(languages) == NOTE_LANGUAGES, key
        assert _fields(languages["nl"]) == _fields(languages["en"]), key


def test_every_note_that_is_made_has_words_for_its_values():
    calls = _calls()
    assert len(calls) > 20
    for key, values in calls:
        assert key in WORDS
        assert values == {field for field, _ in _fields(WORDS[key]["nl"])}, key


def test_notes_chosen_from_a_list_have_words():
    assert {*columns._ROLE_NOTES.values(), *scores._RIVALS.values()} <= set(WORDS)
    assert set(columns._ROLE_NOTES) == set(columns.ROLES)


def test_every_note_is_used_somewhere():
    folder = Path(drijfveer.__file__).parent
    source = "".join(file.read_text(encoding="utf-8") for file in folder.rglob("*.py"))
    assert [key for key in WORDS if f'"{key}"' not in source] == []


@pytest.mark.parametrize(
    ("made", "dutch", "english"),
    [
        (note("lines_blank", n=1), "1 lege regel overgeslagen.", "Skipped 1 blank line."),
        (note("lines_blank", n=12345), "12.345 lege regels overgeslagen.", "Skipped 12,345 blank lines."),
        (
            note("segments", columns=("regio", 'de "oude" klant')),
            "Segmenten (kolommen om naar uit te splitsen): 'regio', 'de \"oude\" klant'.",
            "Segments (columns to break down by): 'regio', 'de \"oude\" klant'.",
        ),
        (
            note("scores_off_scale", n=2, scale=scale("ces7"), examples=(0.0, 7.5)),
            "2 rijen met een score buiten de schaal CES (1-7, 7 = makkelijk) (0; 7,5); die tellen als ontbrekend.",
            "2 rows with a score off the scale CES (1-7, 7 = easy) (0; 7.5); they count as missing.",
        ),
        (
            note("dates_unreadable", n=1),
            "1 datum kon niet worden gelezen en telt als ontbrekend.",
            "1 date could not be read and counts as missing.",
        ),
    ],
)
def test_values_are_written_as_the_language_does(made, dutch, english):
    assert made.text("nl") == dutch
    assert made.text("en") == english == str(made)


def test_a_note_may_hold_notes():
    roles = (note("column_text", column="reden"), note("column_score", column="nps"))
    said = note("columns_guessed", columns=roles).text("nl")
    assert said.startswith("Kolommen herkend: toelichting = 'reden', score = 'nps'.")


def test_braces_in_a_name_are_only_braces():
    assert "'{n}{0.__class__}'" in note("weights_wrong", n=3, column="{n}{0.__class__}").text("nl")


@pytest.mark.parametrize("length", [40, 41, 400])
def test_a_long_name_is_cut(length):
    shown = quote_name("x" * length)
    assert len(shown) == 42
    assert shown.endswith("…'") == (length > 40)


def test_notes_are_equal_by_what_they_say():
    assert note("lines_blank", n=2) == Note("lines_blank", (("n", 2),)) != note("lines_blank", n=3)


def test_a_note_without_words_is_a_mistake():
    with pytest.raises(KeyError, match="no_such_note"):
        note("no_such_note").text("nl")
