"""Export: one row per respondent row, every oddity counted, nothing of a comment in a message."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drijfveer.errors import DrijfveerError, InputError, SettingsError
from drijfveer.intake import read_comments
from drijfveer.scales import scale
from drijfveer.tables import COMMENTS

SURVEY = pd.DataFrame(
    {
        "id": ["a", "a", "", "b", "a#2", "c"],
        "NPS": ["10 - zeer waarschijnlijk", "8,0", "11", "", "geen idee", "0"],
        "toelichting": ["Snel geholpen", "n.v.t.", "", "Too expensive for me", "👍", "Wachttijd aan de telefoon"],
        "datum": ["01/02/2025", "13/02/2025", "ooit", "", "03/02/2025", "04/02/2025"],
        "status": ["nieuw", "oud", "nieuw", "oud", "nieuw", ""],
        "weging": ["1,5", "0.5", "", "-1", "1", "1"],
        "taal": ["", "nl", "", "en", "nl", "de"],
    }
)


def test_every_row_is_accounted_for():
    export = read_comments(SURVEY)
    table = export.comments
    assert table["comment_id"].tolist() == ["a", "a#3", "3", "b", "a#2", "c"]
    assert table["answer"].tolist() == ["comment", "none", "empty", "comment", "comment", "comment"]
    assert table["score"].fillna(-1).tolist() == [10, 8, -1, -1, -1, 0]
    assert table["status"].fillna("").tolist() == ["promoter", "passive", "", "", "", "detractor"]
    assert table["date"].dt.day.fillna(0).tolist() == [1, 13, 0, 0, 3, 4]
    assert table["weight"].tolist() == [1.5, 0.5, 1, 1, 1, 1]
    assert table["language"].tolist() == ["nl", "nl", "unknown", "en", "nl", "unknown"]
    assert table["segment_status"].fillna("").tolist() == SURVEY["status"].tolist()
    assert export.segments == ("segment_status",)
    assert export.columns.segments == ("status",)
    account = export.account
    assert (account.rows, account.comments, account.non_answers, account.empty) == (6, 4, 1, 1)
    assert (account.without_score, account.unreadable, account.off_scale) == (2, 1, 1)
    assert account.languages == {"nl": 2, "en": 1, "unknown": 1}
    assert COMMENTS.check(table) is table


def test_notes_say_what_was_found():
    notes = "\n".join(map(str, read_comments(SURVEY).notes))
    for words in (
        "text = 'toelichting'",
        "Scale: NPS (0-10)",
        "Promoters score 9 or higher, detractors 6 or lower",
        "2 rows without a score; 1 of them holds something, but no number",
        "1 row with a score off the scale NPS (0-10) (11); it counts as missing",
        "1 row without an id in 'id'",
        "1 row with an id in 'id' that was there before",
        "1 date could not be read",
        "day first",
        "2 rows without a weight of 0 or more in 'weging'",
        "'segment_status'",
    ):
        assert words in notes
    assert not any(text in notes for text in SURVEY["toelichting"] if text)
    assert "2 rijen zonder score; bij 1 daarvan" in " ".join(note.text("nl") for note in read_comments(SURVEY).notes)


def test_a_windows_export_is_read(tmp_path):
    path = tmp_path / "export.csv"
    path.write_bytes("cijfer;opmerking\r\n8,5;Één monteur te weinig\r\n3,0;Geen\r\n".encode("cp1252"))
    export = read_comments(path)
    assert export.name == "export.csv"
    assert export.comments["comment_id"].tolist() == ["1", "2"]
    assert export.comments["text"].tolist() == ["Één monteur te weinig", "Geen"]
    assert export.comments["score"].tolist() == [8.5, 3]
    assert export.scale == scale("grade")


def test_scale_and_cuts_are_declared():
    frame = pd.DataFrame({"effort": ["1", "3", "5"], "comment": ["easy", "so so", "hard work"]})
    export = read_comments(frame, scale="ces5_low")
    assert export.comments["status"].tolist() == ["promoter", "detractor", "detractor"]
    assert "1 = easy), as declared" in " ".join(map(str, export.notes))
    assert "Promoters score 1 or lower" in " ".join(map(str, export.notes))
    export = read_comments(frame, scale=scale("csat"), promoter_from=4, detractor_to=2)
    assert export.comments["status"].tolist() == ["detractor", "passive", "promoter"]
    with pytest.raises(SettingsError, match="no scale 'ces'"):
        read_comments(frame, scale="ces")
    with pytest.raises(SettingsError, match="off the scale"):
        read_comments(frame, scale="csat", promoter_from=9)


def test_a_declared_language_wins():
    assert read_comments(SURVEY, comment_language="en").comments["language"].tolist() == ["en"] * 6
    with pytest.raises(SettingsError, match="'de' is not allowed"):
        read_comments(SURVEY, comment_language="de")


def test_without_a_score_column():
    frame = SURVEY[["toelichting"]]
    export = read_comments(frame, score_required=False)
    assert export.scale is None
    assert export.columns.score is None
    assert export.account.without_score == 6
    assert export.comments["score"].isna().all()
    assert export.comments["status"].isna().all()
    with pytest.raises(InputError, match="DataFrame: No column looks like a score"):
        read_comments(frame)


def test_a_score_column_without_numbers_is_refused():
    with pytest.raises(InputError, match=r"'status' holds no numbers.*'NPS'"):
        read_comments(SURVEY, score="status")


def test_one_row_and_odd_comments_are_read():
    assert read_comments(pd.DataFrame({"nps": [9], "comment": ["fine"]})).account.rows == 1
    long = "nooit meer bellen, altijd wachten " * 1300
    export = read_comments(pd.DataFrame({"nps": [9, None, 3], "comment": [long, None, "🙈🙈"]}))
    assert export.comments["text"].tolist() == [long.strip(), "", "🙈🙈"]
    assert export.comments["language"].tolist() == ["nl", "unknown", "unknown"]
    assert export.account.comments == 2


def test_a_long_comment_survives_a_file(tmp_path):
    path = tmp_path / "export.csv"
    long = "nooit; meer, bellen\n" * 20_000
    pd.DataFrame({"nps": [9, 1], "comment": [long, "kort"]}).to_csv(path, index=False, lineterminator="\r\n")
    assert read_comments(path).comments["text"].tolist() == [long.strip(), "kort"]


def test_lists_and_nested_values_do_no_harm(tmp_path):
    path = tmp_path / "export.jsonl"
    lines = [
        '{"text": "goed geholpen hoor", "codes": [["a", "pos"]], "score": 9}',
        '{"text": "half \\ud83d", "meta": {}}',
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    export = read_comments(path)
    assert export.account.rows == 2
    export.comments["text"].str.encode("utf-8")  # half an emoji could not be written


def test_the_result_does_not_depend_on_the_index_or_on_earlier_runs():
    first = read_comments(SURVEY)
    again = read_comments(SURVEY.set_axis([5, 5, 4, 3, 2, 1]))
    pd.testing.assert_frame_equal(first.comments, again.comments)
    assert first.notes == again.notes


IDS = st.lists(st.sampled_from(["", "1", "2", "2#2", "2#3", "x"]), min_size=1, max_size=12)


@given(ids=IDS)
@settings(max_examples=100, deadline=None)
def test_ids_are_unique_and_first_ones_keep_theirs(ids):
    frame = pd.DataFrame({"id": ids, "comment": "goed", "nps": "9"})
    given_ids = read_comments(frame).comments["comment_id"]
    assert given_ids.is_unique
    for position, name in enumerate(ids):
        if name and name not in ids[:position] and "#" not in name and not name.isdigit():
            assert given_ids[position] == name


CELL = st.one_of(st.none(), st.text(max_size=15), st.integers(-3, 101), st.floats(0, 10))


@given(rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=10))
@settings(max_examples=80, deadline=None)
def test_any_frame_keeps_its_rows_or_is_refused(rows):
    frame = pd.DataFrame(rows, columns=["nps", "comment", "extra"], dtype=object)
    try:
        export = read_comments(frame, score="nps", text="comment", scale="nps")
    except DrijfveerError:
        assert not any(isinstance(row[0], int | float) for row in rows)
        return
    account = export.account
    assert account.rows == len(rows) == len(export.comments) == account.comments + account.non_answers + account.empty
    scored = int(export.comments["score"].notna().sum())
    assert account.rows == scored + account.without_score + account.off_scale
    assert sum(account.languages.values()) == account.comments
