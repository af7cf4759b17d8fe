"""Files: results are written beside their place and moved into it, so that none is ever half written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from drijfveer.errors import OutputError

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_MOST_SHEET_ROWS = 1_048_575


def _write_parquet(frame: pd.DataFrame, path: Path) -> None:
    frame.to_parquet(path, index=False)


def _write_csv(frame: pd.DataFrame, path: Path) -> None:
    # A byte order mark, since Excel takes UTF-8 for Windows-1252 without it.
    _defuse(frame).to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def _write_json_lines(frame: pd.DataFrame, path: Path) -> None:
    frame.to_json(path, orient="records", lines=True, force_ascii=False, date_format="iso", double_precision=15)


def _write_workbook(frame: pd.DataFrame, path: Path) -> None:
    if len(frame) > _MOST_SHEET_ROWS:
        raise OutputError(
            f"An XLSX sheet holds {_MOST_SHEET_ROWS:,} rows; there are {len(frame):,}. Write parquet or csv."
        )
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        frame.to_excel(writer, index=False, sheet_name="drijfveer", freeze_panes=(1, 0))


_WRITERS: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    ".parquet": _write_parquet,
    ".csv": _write_csv,
    ".jsonl": _write_json_lines,
    ".xlsx": _write_workbook,
}


def check_table_path(path: str | Path) -> Path:
    """Return the path of a table to write, or raise OutputError where it cannot be written there."""
    place = Path(path)
    if place.suffix.lower() not in _WRITERS:
        raise OutputError(
            f"{place.name} ends in {place.suffix or 'nothing'!r}; a table is written as {', '.join(_WRITERS)}. "
            "Give the output one of these endings."
        )
    if place.is_dir():
        raise OutputError(f"{place} is a folder; a file is meant.")
    check_folder(place.parent, create=False)
    return place


def check_folder(path: str | Path, *, create: bool = True) -> Path:
    """Return a folder that can be written in, made if need be; raises OutputError where that cannot be."""
    folder = Path(path)
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is a file; a folder is meant. Give another name after -o.")
    if not folder.exists() and not create:
        raise OutputError(f"The folder {folder} does not exist. Make it first, or write elsewhere.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OutputError(f"Nothing can be written in {folder}: {error.strerror}. Choose another place.") from None
    return folder


def write_table(frame: pd.DataFrame, path: str | Path) -> None:
    """Write a table by its ending: .parquet, .csv, .jsonl or .xlsx; raises OutputError where it cannot be written.

    In a CSV file a text cell that a spreadsheet would take for a formula (it begins with = + - @) gets an apostrophe
    in front; the other formats keep text as text by themselves.
    """
    place = check_table_path(path)
    _replace(place, lambda beside: _WRITERS[place.suffix.lower()](frame, beside))


def write_text(text: str, path: str | Path) -> None:
    """Write a text file (UTF-8, unix line ends); raises OutputError where it cannot be written."""
    place = Path(path)
    _replace(place, lambda beside: beside.write_bytes(text.encode()))


def _replace(place: Path, write: Callable[[Path], object]) -> None:
    """Write beside the place and move into it: a run that is killed leaves the old file or the new one."""
    beside = place.with_name(f".{place.stem}-{os.getpid()}{place.suffix}")
    try:
        write(beside)
        beside.replace(place)
    except OSError as error:
        raise OutputError(f"{place} cannot be written: {error.strerror or error}.") from None
    finally:
        beside.unlink(missing_ok=True)


def _defuse(frame: pd.DataFrame) -> pd.DataFrame:
    safe = frame.copy()
    for name in safe.select_dtypes(include=["str", "object"]).columns:
        dangerous = safe[name].str.startswith(_FORMULA_STARTS, na=False)
        safe[name] = safe[name].mask(dangerous, "'" + safe[name].astype("str"))
    return safe
