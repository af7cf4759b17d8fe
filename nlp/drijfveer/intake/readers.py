"""Readers: an export in any of the formats people bring becomes a frame of strings."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow
import python_calamine

from drijfveer.errors import InputError
from drijfveer.intake.delimited import Records, decode, parse_records
from drijfveer.notes import Note, note, quote_name


@dataclass(frozen=True)
class RawTable:
    """Hold an export as it came in: every cell a string, missing cells empty strings."""

    name: str
    frame: pd.DataFrame
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class _Options:
    sheet: str | None
    delimiter: str | None
    encoding: str | None


def read_table(
    source: str | Path | pd.DataFrame,
    *,
    sheet: str | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
) -> RawTable:
    """Read delimited text, a workbook, Parquet, JSON or JSON lines, or take a DataFrame, as strings.

    The suffix of the file says which. Nothing is read as missing that is not empty: "NA" and "007" stay as they are.
    Raises InputError where the file is absent, empty, damaged, of an unknown kind or without rows.
    """
    if isinstance(source, pd.DataFrame):
        table = RawTable("DataFrame", _frame_of_text(source))
    elif isinstance(source, str | Path):
        table = _read_file(Path(source), _Options(sheet, _delimiter(delimiter), encoding))
    else:
        raise InputError(f"The source is a {type(source).__name__}; allowed are a path and a pandas DataFrame.")
    table = _name_columns(table)
    if table.frame.empty:
        names = ", ".join(map(quote_name, table.frame.columns))
        raise InputError(f"{table.name} has a header ({names}) but no rows below it. Export it again with the answers.")
    return table


def _delimiter(delimiter: str | None) -> str | None:
    if delimiter is None:
        return None
    named = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}.get(delimiter.lower(), delimiter)
    if len(named) != 1 or named in '\r\n"':
        raise InputError(f"The delimiter {delimiter!r} is not allowed: pass one character, such as ';', or 'tab'.")
    return named


def _read_file(path: Path, options: _Options) -> RawTable:
    if not path.exists():
        raise InputError(f"There is no file {path}. Check the name and the folder.")
    if path.is_dir():
        raise InputError(f"{path} is a folder; pass one of the files in it.")
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        found = f"the suffix {path.suffix!r}" if path.suffix else "no suffix"
        raise InputError(f"{path.name} has {found}, which is not known. Allowed are {', '.join(_READERS)}.")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from error
    if not data.strip():
        raise InputError(f"{path.name} is empty. Export it again.")
    try:
        return reader(path, data, options)
    except InputError as error:
        raise InputError(f"{path.name}: {error}") from error


def _read_delimited(path: Path, data: bytes, options: _Options) -> RawTable:
    if data.startswith(b"PK\x03\x04"):
        raise InputError("this is not text but a workbook or a zip file. Give it the suffix .xlsx, or unpack it.")
    decoded = decode(data, options.encoding)
    if not decoded.text.strip():
        raise InputError("the file is empty. Export it again.")
    records = parse_records(decoded.text, options.delimiter)
    return RawTable(path.name, _frame_of_records(records), (*decoded.notes, *records.notes))


def _frame_of_records(records: Records) -> pd.DataFrame:
    columns = dict(enumerate(zip(*records.rows, strict=True))) if records.rows else {}
    frame = pd.DataFrame({number: pd.Series(cells, dtype="str") for number, cells in columns.items()})
    frame = frame.reindex(columns=range(len(records.header)))
    frame.columns = pd.Index(records.header, dtype=object)
    return frame


def _read_workbook(path: Path, _: bytes, options: _Options) -> RawTable:
    try:
        with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
            return _read_sheets(path, book, options.sheet)
    except (python_calamine.CalamineError, OSError) as error:
        raise InputError(
            f"the workbook cannot be opened ({error}). Is it complete, and without a password? Save it again as .xlsx."
        ) from error


def _read_sheets(path: Path, book: python_calamine.CalamineWorkbook, sheet: str | None) -> RawTable:
    names = book.sheet_names
    if sheet is not None and sheet not in names:
        raise InputError(f"there is no sheet {sheet!r}. The workbook has {', '.join(names)}.")
    filled = {name: _sheet_rows(book, name) for name in ([sheet] if sheet is not None else names)}
    chosen = next((name for name, rows in filled.items() if len(rows) > 1), None)
    chosen = chosen or next((name for name, rows in filled.items() if rows), None)  # a header, to be named in the error
    if chosen is None:
        raise InputError(f"the sheets have no cells filled in: {', '.join(filled)}.")
    notes = []
    if len(names) > 1 and sheet is None:
        notes.append(note("sheet_chosen", n=len(names), sheets=tuple(names), sheet=chosen))
    rows = filled[chosen]
    width = max(map(len, rows))
    padded = [row + [""] * (width - len(row)) for row in rows]
    return RawTable(path.name, _frame_of_records(Records(padded[0], padded[1:])), tuple(notes))


def _sheet_rows(book: python_calamine.CalamineWorkbook, name: str) -> list[list[str]]:
    rows = [[as_text(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python(skip_empty_area=True)]
    filled = [number for number, row in enumerate(rows) if any(row)]
    return rows[filled[0] : filled[-1] + 1] if filled else []


def _read_parquet(path: Path, _: bytes, __: _Options) -> RawTable:
    try:
        return RawTable(path.name, _frame_of_text(pd.read_parquet(path)))
    except (OSError, ValueError, KeyError, pyarrow.ArrowException) as error:
        raise InputError("the file is not sound Parquet. Export it again.") from error


def _read_json(path: Path, data: bytes, options: _Options) -> RawTable:
    decoded = decode(data, options.encoding)
    if decoded.text.lstrip().startswith("["):
        try:
            items = list(enumerate(json.loads(decoded.text), start=1))
        except ValueError as error:
            raise InputError("the file is not sound JSON. Export it again.") from error
    else:
        items = [
            (number, _parse_json(line, number))
            for number, line in enumerate(decoded.text.split("\n"), start=1)
            if line.strip()
        ]
    for number, item in items:
        if not isinstance(item, dict):
            raise InputError(f'item {number} is not an object with names and values, such as {{"score": 9}}.')
    keys = dict.fromkeys(key for _, item in items for key in item)
    columns = {key: [as_text(item.get(key)) for _, item in items] for key in keys}
    return RawTable(path.name, pd.DataFrame(columns, index=range(len(items)), dtype="str"), decoded.notes)


def _parse_json(line: str, number: int) -> object:
    try:
        return json.loads(line)
    except ValueError as error:
        raise InputError(f"line {number} is not sound JSON. JSON lines hold one object per line.") from error


_READERS: Mapping[str, Callable[[Path, bytes, _Options], RawTable]] = {
    ".csv": _read_delimited,
    ".tsv": _read_delimited,
    ".tab": _read_delimited,
    ".txt": _read_delimited,
    ".xlsx": _read_workbook,
    ".xlsm": _read_workbook,
    ".xlsb": _read_workbook,
    ".xls": _read_workbook,
    ".ods": _read_workbook,
    ".parquet": _read_parquet,
    ".pq": _read_parquet,
    ".jsonl": _read_json,
    ".ndjson": _read_json,
    ".json": _read_json,
}


def _frame_of_text(frame: pd.DataFrame) -> pd.DataFrame:
    columns = [[as_text(cell) for cell in frame.iloc[:, number].tolist()] for number in range(frame.shape[1])]
    text = pd.DataFrame({number: pd.Series(cells, dtype="str") for number, cells in enumerate(columns)})
    text = text.reindex(index=range(len(frame)), columns=range(frame.shape[1]))
    text.columns = pd.Index([as_text(name) for name in frame.columns], dtype=object)
    return text


def as_text(cell: Any) -> str:  # noqa: ANN401 - any value a format can hold
    """Write one cell as a string: missing as "", 9.0 as "9", dates as ISO, lists as JSON.

    >>> as_text(9.0), as_text(None), as_text(["a"])
    ('9', '', '["a"]')
    """
    if isinstance(cell, str):
        # A lone surrogate (half an emoji) cannot be written to any file.
        return cell if cell.isascii() else cell.encode("utf-8", "replace").decode("utf-8")
    if isinstance(cell, np.ndarray | tuple | set | list | dict):
        return json.dumps(cell if isinstance(cell, dict) else list(cell), ensure_ascii=False, default=str)
    if cell is None or pd.isna(cell):
        return ""
    if isinstance(cell, bool | np.bool_):
        return str(cell).lower()
    if isinstance(cell, float | np.floating):
        return str(int(cell)) if float(cell).is_integer() else repr(float(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ").removesuffix(" 00:00:00")
    return str(cell)


def _name_columns(table: RawTable) -> RawTable:
    """Give every column a name of its own; columns with neither name nor content are left out."""
    frame = table.frame
    names = [str(name).strip() for name in frame.columns]
    kept = [number for number, name in enumerate(names) if name or (frame.iloc[:, number] != "").any()]
    unique = _unique_names([names[number] or f"column {number + 1}" for number in kept])
    twice = sorted(name for name, times in Counter(names[number] for number in kept).items() if name and times > 1)
    frame = frame.iloc[:, kept].reset_index(drop=True)
    frame.columns = pd.Index(unique)
    notes = list(table.notes)
    if twice:
        notes.append(note("columns_doubled", columns=tuple(twice), example=f"{twice[0]} (2)"))
    return RawTable(table.name, frame, tuple(notes))


def _unique_names(names: Sequence[str]) -> list[str]:
    taken = set(names)
    seen: set[str] = set()
    unique = []
    for name in names:
        number, given = 2, name
        while given in seen:
            given = f"{name} ({number})"
            number += 1
            if given in taken:
                continue
        seen.add(given)
        unique.append(given)
    return unique
