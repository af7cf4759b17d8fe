"""Columns: found by name and values, declared ones taken, ambiguity refused."""

import pandas as pd
import pytest

from drijfveer.errors import InputError
from drijfveer.intake import Columns, guess_columns

LONG = [
    "de monteur kwam netjes op tijd en ruimde alles op",
    "ik wacht al drie weken op een antwoord van jullie",
    "prima geholpen aan de balie door een aardige meneer",
    "de nieuwe app loopt steeds vast bij het inloggen",
    "prijs viel mee",
    "goede uitleg gekregen over de voorwaarden van de polis",
]
DATES = ["2025-01-02", "2025-01-09", "2025-02-03", "2025-02-04", "2025-03-01", "2025-03-05"]
SCORES = ["9", "3", "8", "0", "7", "10"]
REGIONS = ["noord", "zuid", "noord", "zuid", "noord", "zuid"]


def guess(columns, **declared):
    return guess_columns(pd.DataFrame(columns, dtype="str"), **declared).columns


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ({"id": list("abcdef"), "nps": SCORES, "opmerking": LONG}, Columns("opmerking", "nps", "id")),
        ({"Hoe waarschijnlijk is het dat u ons aanbeveelt?": SCORES, "Wat is de reden voor deze score?": LONG},
         Columns("Wat is de reden voor deze score?", "Hoe waarschijnlijk is het dat u ons aanbeveelt?")),
        ({"NPS_Score": SCORES, "NPS_Comment": LONG, "Comment_ID": list("abcdef"), "Comment_Date": DATES},
         Columns("NPS_Comment", "NPS_Score", "Comment_ID", "Comment_Date")),
        ({"overall": SCORES, "service": SCORES[::-1], "title": [t[:12] for t in LONG], "comment": LONG},
         Columns("comment", "overall", segments=("service", "title"))),
        ({"npsscore": SCORES, "Toelichting bij score": LONG, "taal": ["nl", "en"] * 3, "regio": REGIONS},
         Columns("Toelichting bij score", "npsscore", language="taal", segments=("regio",))),
        ({"klanttevredenheid": ["1", "5", "4", "4", "2", "3"], "Klantreactie": LONG, "weegfactor": ["0.9", "1,1"] * 3},
         Columns("Klantreactie", "klanttevredenheid", weight="weegfactor")),
        ({"nr.": list("123456"), "q1": SCORES, "q2": LONG, "q3": DATES}, Columns("q2", "q1", "nr.", "q3")),
        ({"review": SCORES, "review_title": [t[:12] for t in LONG], "review_text": LONG, "stars": ["1", "5"] * 3},
         Columns("review_text", "stars", segments=("review", "review_title"))),
        ({"score": ["9 - zeer waarschijnlijk", "8,0", "7.0", "Zeer tevreden (5)", "", "1"], "reden": LONG},
         Columns("reden", "score")),
        ({"gewicht": ["70", "80", "75"] * 2, "cijfer": SCORES, "tekst": LONG},
         Columns("tekst", "cijfer", segments=("gewicht",))),
        ({"nps": [""] * 6, "comment": [""] * 6}, Columns("comment", "nps")),
        ({"comment": ["👍"], "score": ["9"]}, Columns("comment", "score")),
    ],
)  # fmt: skip
def test_columns_are_found(columns, found):
    assert guess(columns) == found


def test_guesses_are_noted():
    frame = pd.DataFrame({"nr": list("123456"), "nps": SCORES, "reactie": LONG, "regio": REGIONS, "land": ["nl"] * 6})
    notes = " ".join(map(str, guess_columns(frame).notes))
    assert "text = 'reactie'" in notes
    assert "score = 'nps'" in notes
    assert "Segments (columns to break down by): 'regio'" in notes
    assert "Not used: 'land'" in notes


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"nps": SCORES, "cijfer": SCORES, "reden": LONG}, r"columns fit score equally well: 'nps', 'cijfer'.*--score"),
        ({"nps": SCORES, "reden": LONG, "opmerking": LONG}, r"fit text equally well: 'reden', 'opmerking'.*text='...'"),
        ({"score": SCORES, "Waarom dit cijfer?": LONG, "Wat kan er verbeteren?": LONG}, "2 columns fit text"),
        ({"q1": SCORES, "q2": SCORES, "q3": LONG}, "fit score equally well: 'q1', 'q2'"),
        ({"nps": SCORES, "regio": REGIONS}, r"No column looks like comments. The columns are 'nps', 'regio'.*--text"),
        ({"reden": LONG, "regio": REGIONS}, r"No column looks like a score. The columns are 'reden', 'regio'.*--score"),
        ({"score": ["goed", "slecht"] * 3, "reden": LONG}, "No column looks like a score"),
        ({"9": SCORES, LONG[0]: LONG}, "first row of the export looks like an answer"),
        ({"volgorde": list("123456"), "reden": LONG}, "No column looks like a score"),
        ({"leeftijd": ["9", "8"] * 3, "reden": LONG}, "No column looks like a score"),
        ({"score": SCORES, "comment": LONG, "created at": DATES, "updated at": DATES}, r"fit date equally.*--date"),
    ],
)  # fmt: skip
def test_absence_and_ambiguity_are_refused(columns, message):
    with pytest.raises(InputError, match=message):
        guess(columns)


def test_a_headless_export_shows_no_comment():
    with pytest.raises(InputError) as caught:
        guess({"9": SCORES, LONG[0]: LONG})
    assert LONG[0] not in str(caught.value)


SENTENCE = "Ik belde twee keer en kreeg daarna nooit meer iets te horen"


def test_a_first_comment_taken_for_a_name_is_refused_and_not_shown():
    for columns in ({SENTENCE: LONG}, {"Utrecht": REGIONS, SENTENCE: LONG}):
        with pytest.raises(InputError, match=r"seems to have no header line. Add a first line.*--text") as caught:
            guess(columns, score_required=False)
        assert SENTENCE not in str(caught.value)
    found = guess_columns(pd.DataFrame({SENTENCE: LONG}), text=SENTENCE, score_required=False)
    assert found.columns.text == SENTENCE


@pytest.mark.parametrize(
    "columns",
    [
        {"Wat is de belangrijkste reden voor het cijfer dat u geeft?": LONG},
        {"nps": SCORES, "Wilt u in het veld hieronder toelichten waarom u dit cijfer geeft": LONG},
        {"Wat kan er volgens u beter aan ons": LONG},
    ],
)
def test_a_question_is_a_name(columns):
    assert guess(columns, score_required=False).text in columns


def test_long_names_are_cut_in_notes_and_messages():
    columns = {"nps": SCORES, "reden": LONG, SENTENCE: DATES}
    notes = " ".join(map(str, guess_columns(pd.DataFrame(columns), segments=[]).notes))
    assert SENTENCE not in notes
    with pytest.raises(InputError, match="Ik belde twee keer en kreeg daarna nooi…") as caught:
        guess(columns, score="cijfer")
    assert SENTENCE not in str(caught.value)


def test_declared_columns_settle_it():
    columns = {"nps": SCORES, "cijfer": SCORES[::-1], "Reden": LONG, "opmerking": LONG, "regio": REGIONS}
    found = guess(columns, score="cijfer", text="reden", segments=["regio", "nps"])
    assert found == Columns("Reden", "cijfer", segments=("regio", "nps"))
    assert guess(columns, score="cijfer", text="Reden", segments=[]).segments == ()
    with pytest.raises(InputError, match=r"no column 'cijfr' for score.*Did you mean 'cijfer'"):
        guess(columns, score="cijfr")
    with pytest.raises(InputError, match="no column 'land' for segments"):
        guess(columns, score="nps", text="Reden", segments=["land"])
    with pytest.raises(InputError, match="'nps' was given for both text and score"):
        guess(columns, score="nps", text="nps")


def test_a_score_need_not_be_there():
    assert guess({"reden": LONG, "regio": REGIONS}, score_required=False) == Columns("reden", None, segments=("regio",))
    assert guess({"q1": SCORES, "q2": LONG}, score_required=False).score is None


def test_a_second_column_of_the_same_name_is_as_likely():
    with pytest.raises(InputError, match=r"'score', 'score \(2\)'"):
        guess({"score": SCORES, "score (2)": SCORES, "reden": LONG})


def test_segments_have_two_to_thirty_short_values():
    rows = 62
    columns = {
        "comment": LONG * 10 + LONG[:2],
        "score": SCORES * 10 + SCORES[:2],
        "one": ["x"] * rows,
        "two": ["x", "y"] * 31,
        "thirty": [f"v{n % 30}" for n in range(rows)],
        "thirty one": [f"v{n % 31}" for n in range(rows)],
        "long": ["x" * 61, "y"] * 31,
        "lists": ["[]", '["a"]'] * 31,
    }
    assert guess(columns).segments == ("two", "thirty")
