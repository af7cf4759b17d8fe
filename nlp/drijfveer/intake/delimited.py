"""Delimited text: which encoding, which delimiter, and its records, each as wide as the header."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

# Registers "sloppy-windows-1252", which reads every byte (real exports hold the five that Windows-1252 leaves open).
import ftfy.bad_codecs  # noqa: F401

from drijfveer.errors import InputError
from drijfveer.notes import Note, note

DELIMITERS = (",", ";", "\t", "|")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATOR_LINE = re.compile(r'\A"?sep=(.)"?\r?\n', re.IGNORECASE)
_SAMPLE = 65_536  # characters looked at to choose the delimiter
_LEAST_FIT = 0.1  # share of records that must be as wide as the header
_NO_DELIMITER = "\x1e"
_END = "\x1fend\x1f"
_FIRST_LINE_END = re.compile(r"\r\n|\n|\r")
_BARE_RETURN = re.compile(r"\r(?!\n)")
_RETURN_MARK = "\x1d"  # stands for a carriage return inside a cell while the csv module reads


@dataclass(frozen=True)
class Decoded:
    """Hold the text of a file and what is worth saying about its encoding."""

    text: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Records:
    """Hold the header and the rows below it, all equally wide, and what is worth saying about them."""

    header: list[str]
    rows: list[list[str]]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class _Parse:
    records: list[tuple[int, list[str]]]  # each with the line it starts on
    open_quote: bool = False
    faults: list[str] = field(default_factory=list)


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    r"""Decode bytes as declared, by their byte-order mark, as UTF-8, or else as Windows-1252.

    Raises InputError for an encoding that does not exist or does not fit.

    >>> decode("één".encode("cp1252")).text
    'één'
    """
    guessed = encoding or _guess_encoding(data)
    notes = []
    try:
        text = data.decode(guessed)
    except LookupError:
        raise InputError(f"There is no encoding {guessed!r}. Pass encoding='utf-8', 'cp1252' or 'utf-16'.") from None
    except UnicodeDecodeError as error:
        raise InputError(
            f"The file is not in the encoding {guessed}: byte {error.start} does not fit. "
            "Leave encoding out to have it guessed, or pass another, such as encoding='cp1252'."
        ) from error
    if not encoding and guessed != "utf-8":
        shown = "Windows-1252" if "1252" in guessed else guessed.upper()
        notes.append(note("encoding_guessed", encoding=shown))
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        notes.append(note("nul_characters", n=text.count("\0")))
        text = text.replace("\0", "")
    return Decoded(text, tuple(notes))


def _guess_encoding(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    sample = data[:4096]
    if len(sample) >= 4 and sample.count(0) > 0.3 * len(sample):  # UTF-16 without a mark: every other byte is 0
        return "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "sloppy-windows-1252"
    return "utf-8"


def parse_records(text: str, delimiter: str | None = None) -> Records:
    r"""Split text into a header and rows; quoted cells may hold delimiters and line ends.

    Rows with empty cells too many are cut; every other row that is not as wide as the header raises InputError
    with its line number, as does a quotation mark that is never closed.

    >>> parse_records("id;comment\n1;goed\n").rows
    [['1', 'goed']]
    """
    notes: list[Note] = []
    first_line = 1
    if found := _SEPARATOR_LINE.match(text):
        delimiter = delimiter or found.group(1)
        text, first_line = text[found.end() :], 2
    if not delimiter:
        delimiter = _choose_delimiter(text)
        notes.append(_note_delimiter(delimiter))
    text = _mark_returns(text)
    parse = _parse(text, delimiter, first_line)
    if parse.faults and '\\"' in text:
        other = _parse(text, delimiter, first_line, escapechar="\\")
        if not other.faults:
            parse = other
            notes.append(note("quotes_escaped"))
    if parse.open_quote:
        other = _parse(text, delimiter, first_line, quoting=csv.QUOTE_NONE)
        if not other.faults:
            parse = other
            notes.append(note("cells_unquoted"))
    if parse.faults:
        raise InputError(_describe_faults(parse.faults))
    return _finish(parse, delimiter, notes)


def _note_delimiter(delimiter: str) -> Note:
    if delimiter == _NO_DELIMITER:
        return note("delimiter_none")
    return note("delimiter_tab") if delimiter == "\t" else note("delimiter", delimiter=delimiter)


def _finish(parse: _Parse, delimiter: str, notes: list[Note]) -> Records:
    if not parse.records:
        return Records([], [], tuple(notes))
    header = parse.records[0][1]
    rows = [row for _, row in parse.records[1:]]
    if delimiter == _NO_DELIMITER:  # a blank line is a respondent who wrote nothing
        rows = [row or [""] for row in rows]
    elif blank := sum(not row for row in rows):
        notes.append(note("lines_blank", n=blank))
        rows = [row for row in rows if row]
    rows = [[cell.replace(_RETURN_MARK, "\r") for cell in row[: len(header)]] for row in rows]
    return Records(header, rows, tuple(notes))


def _mark_returns(text: str) -> str:
    """Keep carriage returns in cells apart from line ends: writers that end lines in LF leave them unquoted."""
    line_end = _FIRST_LINE_END.search(text)
    if line_end is None or line_end[0] == "\r":
        return text
    return _BARE_RETURN.sub(_RETURN_MARK, text)


def _parse(
    text: str,
    delimiter: str,
    first_line: int,
    *,
    escapechar: str | None = None,
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL,
) -> _Parse:
    # An extra last line tells whether a quotation mark is still open at the end.
    whole = f"{text.rstrip(chr(10) + chr(13))}\n{_END}"
    with _field_limit(len(whole) + 1):
        reader = csv.reader(io.StringIO(whole, newline=""), delimiter=delimiter, escapechar=escapechar, quoting=quoting)
        records = list(_number(reader, first_line))
    line, last = records.pop()
    if last != [_END]:
        fault = f"the quotation mark of a cell that starts on line {line} is never closed"
        return _Parse(records, open_quote=True, faults=[fault])
    while records and not records[0][1]:
        records.pop(0)
    return _Parse(records, faults=_width_faults(records))


def _number(reader: Iterator[list[str]], first_line: int) -> Iterator[tuple[int, list[str]]]:
    line = first_line
    for row in reader:
        yield line, row
        line = first_line + reader.line_num  # type: ignore[attr-defined]


def _width_faults(records: list[tuple[int, list[str]]]) -> list[str]:
    if not records:
        return []
    width = len(records[0][1])
    return [
        f"line {line} has {len(row)} cells where the header has {width}"
        for line, row in records
        if len(row) != width and row and (len(row) < width or any(row[width:]))
    ]


def _describe_faults(faults: list[str]) -> str:
    more = f" and {len(faults) - 3} more like it" if len(faults) > 3 else ""
    return (
        f"The file cannot be split into columns: {'; '.join(faults[:3])}{more}. "
        "Cells that hold the delimiter or a line end must be quoted, and quotation marks closed. "
        "Export again with quotes, mend these lines, or pass delimiter=... (--delimiter on the command line)."
    )


@contextmanager
def _field_limit(limit: int) -> Iterator[None]:
    """Let cells be as long as the file: the csv module refuses more than 131,072 characters by default."""
    before = csv.field_size_limit(limit)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _choose_delimiter(text: str) -> str:
    fits = {delimiter: _fit(text, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=fits.__getitem__)
    return best if fits[best][0] >= _LEAST_FIT else _NO_DELIMITER


def _fit(text: str, delimiter: str) -> tuple[float, int]:
    """Give the share of the first records that are as wide as the header, and that width."""
    with _field_limit(_SAMPLE + 1):
        records = [row for row in csv.reader(io.StringIO(text[:_SAMPLE], newline=""), delimiter=delimiter) if row]
    if len(text) > _SAMPLE and len(records) > 2:
        records.pop()  # cut short
    if not records or len(records[0]) < 2:
        return (0.0, 1)
    width = len(records[0])
    return (sum(len(row) == width for row in records) / len(records), width)
