"""Readers: every format people bring, and a clear error for what cannot be read."""

import csv
import io
import json
import random
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from drijfveer.errors import InputError
from drijfveer.intake import RawTable, read_comments, read_table

ROWS = [
    {"id": "007", "nps": "9", "toelichting": "Één café; “fijn”, écht"},
    {"id": "NA", "nps": "", "toelichting": 'Regel een\nregel twee, met "quotes"'},
    {"id": "null", "nps": "3", "toelichting": ""},
]
NAMES = ["id", "nps", "toelichting"]


def write_csv(rows, delimiter=",", line_end="\r\n", quoting=csv.QUOTE_MINIMAL):
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter, lineterminator=line_end, quoting=quoting)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


@pytest.fixture
def save(tmp_path):
    def write(content, name="export.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def rows_of(table: RawTable):
    return table.frame.to_dict("records")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-32"])
def test_every_delimiter_and_encoding_gives_the_same_cells(save, delimiter, encoding):
    assert rows_of(read_table(save(write_csv(ROWS, delimiter).encode(encoding)))) == ROWS


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet", ".jsonl", ".json", ".tsv", ".txt"])
def test_every_format_gives_the_same_cells(tmp_path, suffix):
    path, frame = tmp_path / f"export{suffix}", pd.DataFrame(ROWS)
    if suffix == ".xlsx":
        frame.to_excel(path, index=False)
    elif suffix == ".parquet":
        frame.to_parquet(path)
    elif suffix == ".jsonl":
        path.write_text("\n".join(json.dumps(row) for row in ROWS) + "\n\n", encoding="utf-8")
    elif suffix == ".json":
        path.write_text(json.dumps(ROWS), encoding="utf-8")
    else:
        path.write_text(write_csv(ROWS, "\t"), encoding="utf-8", newline="")
    assert rows_of(read_table(path)) == ROWS
    assert rows_of(read_table(str(path))) == ROWS


CELLS = st.text(st.characters(codec="cp1252", exclude_characters="\0\x1c\x1d\x1e\x1f"), max_size=12)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
)
@example(cells=[("", "", "")], delimiter=";", encoding="utf-8", line_end="\n")
@example(cells=[("a", "b", '"')], delimiter=",", encoding="utf-8", line_end="\n")
def test_whatever_is_written_comes_back(save, cells, delimiter, encoding, line_end):
    rows = [dict(zip(NAMES, row, strict=True)) for row in cells]
    quoting = csv.QUOTE_ALL if line_end == "\r" else csv.QUOTE_MINIMAL
    data = write_csv(rows, delimiter, line_end, quoting).encode(encoding)
    declared = encoding if encoding == "cp1252" else None  # few bytes can be both
    table = read_table(save(data), encoding=declared)
    if line_end == "\n":  # a return before it, in the last cell, is one line end with it
        rows = [row | {NAMES[2]: re.sub(r"\r$", "", row[NAMES[2]])} for row in rows]
    assert rows_of(table) == rows

    account = read_comments(table.frame, text="toelichting", score_required=False, segments=[]).account
    assert account.rows == len(rows) == account.comments + account.non_answers + account.empty


def test_a_dataframe_is_a_source_and_stays_as_it_was():
    frame = pd.DataFrame(
        {
            "when": pd.to_datetime(["2025-03-01", None]),
            "score": [9.0, np.nan],
            "codes": [["a", "b"], None],
            "ok": [True, False],
            5: ["x", None],
        },
        index=[7, 7],
    )
    before = frame.copy(deep=True)
    assert rows_of(read_table(frame)) == [
        {"when": "2025-03-01", "score": "9", "codes": '["a", "b"]', "ok": "true", "5": "x"},
        {"when": "", "score": "", "codes": "", "ok": "false", "5": ""},
    ]
    pd.testing.assert_frame_equal(frame, before)


def test_arrays_from_parquet_are_read(tmp_path):
    path = tmp_path / "export.parquet"
    pd.DataFrame({"text": ["fijn"], "codes": [["a", "b"]]}).to_parquet(path)
    assert rows_of(read_table(path)) == [{"text": "fijn", "codes": '["a", "b"]'}]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b" \r\n\r\n", "is empty"),
        ("a.csv", b"\xef\xbb\xbf", "is empty"),
        ("a.csv", b"score;comment\r\n", r"has a header \('score', 'comment'\) but no rows"),
        ("a.jsonl", b"", "is empty"),
        ("a.jsonl", b'{"score": 1}\n{"score": \n', "line 2 is not sound JSON"),
        ("a.jsonl", b'{"score": 1}\n3\n', "item 2 is not an object"),
        ("a.json", b"[1", "not sound JSON"),
        ("a.pdf", b"x", r"suffix '.pdf', which is not known. Allowed are .csv, .tsv"),
        ("export", b"x", "has no suffix"),
        ("a.xlsx", b"not a workbook", "cannot be opened"),
        ("a.parquet", b"not parquet", "not sound Parquet"),
        ("a.csv", b"PK\x03\x04rest", "workbook or a zip file"),
        ("a.csv", b"id,score,comment\n1,9,fine\n2,8,good, but slow\n", "line 3 has 4 cells where the header has 3"),
        ("a.csv", b'id,comment\n1,"a\nb"\n2\n', "line 4 has 1 cells where the header has 2"),
        ("a.csv", b'id,comment\n1,"never closed, x\n2,b\n3,c\n', "line 2 is never closed"),
    ],
)
def test_what_cannot_be_read_is_said(save, name, content, message):
    with pytest.raises(InputError, match=message):
        read_table(save(content, name))


def test_absent_files_and_folders_are_said(tmp_path):
    with pytest.raises(InputError, match="There is no file"):
        read_table(tmp_path / "absent.csv")
    with pytest.raises(InputError, match="is a folder"):
        read_table(tmp_path)
    with pytest.raises(InputError, match="source is a list"):
        read_table([1])
    with pytest.raises(InputError, match="has a header"):
        read_table(pd.DataFrame({"a": []}))


def test_messages_about_broken_lines_hold_no_comment(save):
    with pytest.raises(InputError) as caught:
        read_table(save("id,score,comment\n1,9,geheim, heel geheim\n"))
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("sep=;\r\nid;comment\r\n1;goed, snel\r\n", [{"id": "1", "comment": "goed, snel"}]),
        ("id,comment,\n1,goed,\n2,slecht,,\n", [{"id": "1", "comment": "goed"}, {"id": "2", "comment": "slecht"}]),
        ('id\tcomment\n1\t"a" b\n2\t"c\n', [{"id": "1", "comment": '"a" b'}, {"id": "2", "comment": '"c'}]),
        ("id,comment\n1,a\rb\n2,c\n", [{"id": "1", "comment": "a\rb"}, {"id": "2", "comment": "c"}]),
        ('id,comment\n1,"hij zei \\"nee\\", en nu"\n', [{"id": "1", "comment": 'hij zei "nee", en nu'}]),
        ("comment\ngoed, snel\n\ntop; ja\n", [{"comment": "goed, snel"}, {"comment": ""}, {"comment": "top; ja"}]),
        ("\n\nid;comment\n1;a\0b\n\n2;c\n", [{"id": "1", "comment": "ab"}, {"id": "2", "comment": "c"}]),
        ("id;comment\n;\n", [{"id": "", "comment": ""}]),
        ("a|b\r1|x\r2|y", [{"a": "1", "b": "x"}, {"a": "2", "b": "y"}]),
    ],
)  # fmt: skip
def test_odd_but_certain_files_are_read(save, content, rows):
    assert rows_of(read_table(save(content))) == rows


def test_oddities_are_noted(save):
    notes = " ".join(map(str, read_table(save("score;comment;comment\n9;a\0;b\n\n8;c;é\n".encode("cp1252"))).notes))
    assert "Windows-1252" in notes
    assert "1 NUL" in notes
    assert "1 blank line" in notes
    assert "'comment (2)'" in notes


def test_declared_delimiter_and_encoding_are_used(save):
    path = save("id:comment\n1:één, twee\n".encode("cp850"))
    assert rows_of(read_table(path, delimiter=":", encoding="cp850")) == [{"id": "1", "comment": "één, twee"}]
    assert read_table(save("a\tb\n1\t2\n", "b.txt"), delimiter="tab").frame.columns.tolist() == ["a", "b"]
    with pytest.raises(InputError, match="no encoding 'utf-9'"):
        read_table(path, encoding="utf-9")
    with pytest.raises(InputError, match="byte 13 does not fit"):
        read_table(path, encoding="utf-8")
    with pytest.raises(InputError, match="pass one character"):
        read_table(path, delimiter="ab")


def test_the_first_sheet_with_rows_is_read_and_said(tmp_path):
    path = tmp_path / "export.xlsx"
    with pd.ExcelWriter(path) as book:
        pd.DataFrame().to_excel(book, sheet_name="Leeg", index=False)
        pd.DataFrame({"nps": [9, 8.5], "datum": [pd.Timestamp(2025, 1, 2), pd.Timestamp(2025, 1, 3, 10)]}).to_excel(
            book, sheet_name="Data", index=False, startrow=2
        )
        pd.DataFrame({"x": [1]}).to_excel(book, sheet_name="Rest", index=False)
    table = read_table(path)
    assert rows_of(table) == [{"nps": "9", "datum": "2025-01-02"}, {"nps": "8.5", "datum": "2025-01-03 10:00:00"}]
    assert "Data was read" in str(table.notes[0])
    assert rows_of(read_table(path, sheet="Rest")) == [{"x": "1"}]
    with pytest.raises(InputError, match=r"no sheet 'Blad'.*Leeg, Data, Rest"):
        read_table(path, sheet="Blad")
    with pytest.raises(InputError, match="no cells filled in: Leeg"):
        read_table(path, sheet="Leeg")


def test_any_bytes_are_read_or_refused_with_a_reason(save):
    draw = random.Random(4)  # noqa: S311
    for size in [1, 5, 50, 500] * 10:
        path = save(draw.randbytes(size))
        try:
            rows = len(read_table(path).frame)
        except InputError:
            continue
        assert rows > 0


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet"])
def test_damaged_files_are_read_or_refused(tmp_path, suffix):
    path, frame = tmp_path / f"export{suffix}", pd.DataFrame({"nps": [9, 3], "comment": ["goed", "slecht"]})
    (frame.to_excel if suffix == ".xlsx" else frame.to_parquet)(path, index=False)
    sound, draw, refused = path.read_bytes(), random.Random(1), 0  # noqa: S311
    for _ in range(60):
        damaged = bytearray(sound)
        for _ in range(20):
            damaged[draw.randrange(len(damaged))] = draw.randrange(256)
        path.write_bytes(damaged)
        try:
            read_table(path)
        except InputError:
            refused += 1
    assert refused > 0
