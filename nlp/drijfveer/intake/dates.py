"""Dates: read the ways in which exports write them; day first unless the values prove otherwise."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from drijfveer.notes import Note, note

_TIME = (
    r"(?:[T ,]+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})"
    r"(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?"
)
_ZONE = r"\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
_ISO = re.compile(rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_TIME}{_ZONE}")
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)")
_NUMERIC = re.compile(rf"(?P<first>\d{{1,2}})[-/.](?P<second_>\d{{1,2}})[-/.](?P<year>\d{{4}}|\d{{2}}){_TIME}{_ZONE}")
_NAMED = re.compile(
    rf"(?:[^\W\d]+,?\s+)?(?P<day>\d{{1,2}})[-/. ]+(?P<name>[^\W\d]{{3,9}})\.?[-/., ]+(?P<year>\d{{4}}){_TIME}{_ZONE}"
)
_NAMED_FIRST = re.compile(rf"(?P<name>[^\W\d]{{3,9}})\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}}){_TIME}{_ZONE}")
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mar maa mrt", "apr", "may mei", "jun", "jul", "aug", "sep", "oct okt", "nov", "dec"), start=1
    )
    for name in names.split()
}


@dataclass(frozen=True)
class Dates:
    """Hold the dates of a column, how many filled cells could not be read, and how the order was chosen."""

    values: pd.Series
    unreadable: int
    notes: tuple[Note, ...]


def parse_dates(cells: Sequence[str]) -> Dates:
    """Read dates; offsets from UTC are left out, so the time is that on the respondent's clock.

    Where 03/04/2025 can be read both ways the column decides: a first number above 12 proves day first, a second
    number above 12 month first. Without proof the day comes first, and a note says so.

    >>> parse_dates(["03/04/2025 20:09"]).values.dt.date.tolist()
    [datetime.date(2025, 4, 3)]
    """
    texts = [cell.strip() for cell in cells]
    distinct = set(texts) - {""}
    day_first, notes = _choose_order(distinct)
    dates = {text: _parse_date(text, day_first) for text in distinct}
    values = pd.Series([dates.get(text) for text in texts], dtype="datetime64[us]")
    unreadable = sum(text != "" and dates[text] is None for text in texts)
    if unreadable:
        notes.append(note("dates_unreadable", n=unreadable))
    return Dates(values, unreadable, tuple(notes))


def _choose_order(texts: set[str]) -> tuple[bool, list[Note]]:
    found = [match for text in texts if (match := _NUMERIC.fullmatch(text))]
    if not found:
        return True, []
    day_first = sum(int(match["first"]) > 12 for match in found)
    month_first = sum(int(match["second_"]) > 12 for match in found)
    if not day_first and not month_first:
        return True, [note("dates_day_first_unproven")]
    if month_first > day_first:
        return False, [note("dates_month_first")]
    if month_first:
        return True, [note("dates_day_first_mostly")]
    return True, [note("dates_day_first")]


def _parse_date(text: str, day_first: bool) -> dt.datetime | None:
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        parts = match.groupdict()
        return _build(int(parts["year"]), int(parts["month"]), int(parts["day"]), parts)
    if match := _NUMERIC.fullmatch(text):
        parts = match.groupdict()
        day, month = (parts["first"], parts["second_"]) if day_first else (parts["second_"], parts["first"])
        year = int(parts["year"])
        if len(parts["year"]) == 2:
            year += 2000 if year < 70 else 1900
        return _build(year, int(month), int(day), parts)
    if match := _NAMED.fullmatch(text) or _NAMED_FIRST.fullmatch(text):
        parts = match.groupdict()
        month_number = _MONTHS.get(parts["name"][:3].lower(), 0)
        return _build(int(parts["year"]), month_number, int(parts["day"]), parts)
    return None


def _build(year: int, month: int, day: int, parts: dict[str, str | None]) -> dt.datetime | None:
    hour = int(parts.get("hour") or 0)
    half = (parts.get("half") or "")[:1].lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        # The wall clock of the respondent: exports seldom say which zone it is in.
        return dt.datetime(year, month, day, hour, int(parts.get("minute") or 0), int(parts.get("second") or 0))  # noqa: DTZ001
    except ValueError:
        return None
