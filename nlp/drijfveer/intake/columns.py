"""Columns: which column of an export holds the comment, the score and the rest, declared or guessed."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from drijfveer.errors import InputError
from drijfveer.intake.profiles import EXACT, UNNAMED, Profile, describe_column
from drijfveer.notes import Note, note, quote_name

ROLES = ("comment_id", "language", "weight", "date", "score", "text")  # in the order in which they are guessed

_ROLE_NOTES = {
    "text": "column_text",
    "score": "column_score",
    "comment_id": "column_comment_id",
    "date": "column_date",
    "language": "column_language",
    "weight": "column_weight",
}
_MOST_SEGMENTS = 30  # distinct values of a segment column
_LONGEST_SEGMENT = 60  # characters of a segment's name
_NEAR = 0.5  # a second text column of more than this share of the longest one's length makes the choice ambiguous
_LONGEST_TITLE = 8  # words of a column's name; more are a sentence
_LONG_TEXT = 20  # mean characters from which a column without a telling name may hold the comments


@dataclass(frozen=True)
class Columns:
    """Name the export's columns by the part they play; None where there is none."""

    text: str
    score: str | None = None
    comment_id: str | None = None
    date: str | None = None
    language: str | None = None
    weight: str | None = None
    segments: tuple[str, ...] = ()


@dataclass(frozen=True)
class ColumnGuess:
    """Hold the columns and notes on which of them were guessed and what was left out."""

    columns: Columns
    notes: tuple[Note, ...]


@dataclass
class _Search:
    profiles: dict[str, Profile]
    chosen: dict[str, str | None]
    notes: list[Note] = field(default_factory=list)

    def free(self) -> list[Profile]:
        taken = set(self.chosen.values())
        return [profile for profile in self.profiles.values() if profile.name not in taken]


def guess_columns(
    frame: pd.DataFrame,
    *,
    text: str | None = None,
    score: str | None = None,
    comment_id: str | None = None,
    date: str | None = None,
    language: str | None = None,
    weight: str | None = None,
    segments: Sequence[str] | None = None,
    score_required: bool = True,
) -> ColumnGuess:
    """Find the part each column of a frame of strings plays; what is declared is taken as it is.

    A name beats values, an exact name beats a partial one, and values must allow what the name says. Columns that
    are left and have 2 to 30 distinct values are segments. Raises InputError where a declared column does not
    exist, where there is no text (or no score, if required), and where two columns fit a part equally well.

    >>> frame = pd.DataFrame({"NPS": ["9", "3"], "Toelichting": ["snel geholpen", "te duur"]})
    >>> guess_columns(frame).columns
    Columns(text='Toelichting', score='NPS', comment_id=None, date=None, language=None, weight=None, segments=())
    """
    names = [str(name) for name in frame.columns]
    declared = {
        "text": text, "score": score, "comment_id": comment_id, "date": date, "language": language, "weight": weight,
    }  # fmt: skip
    chosen: dict[str, str | None] = {
        role: find_column(name, names, role) for role, name in declared.items() if name is not None
    }
    _refuse_shared(chosen)
    profiles = {name: describe_column(name, frame[name]) for name in names}
    search = _Search(profiles, chosen)
    if not declared["text"]:
        _refuse_headless(search)
    for role in ROLES:
        if role not in chosen:
            chosen[role] = _guess_role(search, role, score_required)
    if not declared["text"]:
        _refuse_sentence(search)
    guessed = [
        note(key, column=chosen[role]) for role, key in _ROLE_NOTES.items() if not declared[role] and chosen[role]
    ]
    if guessed:
        search.notes.append(note("columns_guessed", columns=tuple(guessed)))
    if segments is None:
        chosen_segments = _guess_segments(search)
    else:
        chosen_segments = tuple(dict.fromkeys(find_column(name, names, "segments") for name in segments))
    text_column = chosen["text"]
    assert text_column is not None  # noqa: S101 - for the type checker: the search raises where there is none
    columns = Columns(
        text_column, chosen["score"], chosen["comment_id"], chosen["date"], chosen["language"], chosen["weight"],
        chosen_segments,
    )  # fmt: skip
    return ColumnGuess(columns, tuple(search.notes))


def find_column(name: str, names: Sequence[str], role: str) -> str:
    """Find a declared column, whatever its case and outer spaces; raises InputError with those there are."""
    if name in names:
        return name
    alike = [other for other in names if other.strip().casefold() == name.strip().casefold()]
    if len(alike) == 1:
        return alike[0]
    near = difflib.get_close_matches(name, names, n=1)
    hint = f" Did you mean {quote_name(near[0])}?" if near else ""
    raise InputError(f"There is no column {quote_name(name)} for {role}. The columns are {_listed(names)}.{hint}")


def _refuse_shared(chosen: Mapping[str, str | None]) -> None:
    seen: dict[str | None, str] = {}
    for role, name in chosen.items():
        if name in seen:
            raise InputError(
                f"The column {quote_name(name or '')} was given for both {seen[name]} and {role}; pass one for each."
            )
        seen[name] = role


def _refuse_headless(search: _Search) -> None:
    """Refuse an export whose first row is an answer: no name is known and one of them is a number."""
    known = any(profile.is_known() for profile in search.profiles.values())
    numbers = any(name.strip().replace(",", ".").replace(".", "", 1).isdigit() for name in search.profiles)
    if numbers and not known:
        # Its cells are not shown: they may be a comment.
        raise InputError(
            f"The first row of the export looks like an answer, not like the names of its {len(search.profiles)} "
            "columns. Add a first row with names, such as score and comment."
        )


def _refuse_sentence(search: _Search) -> None:
    """Refuse a guessed text column whose name is a sentence, unless it asks something or another name is known."""
    name = search.chosen["text"] or ""
    known = any(profile.is_known() for profile in search.profiles.values() if profile.name != name)
    if len(name.split()) > _LONGEST_TITLE and "?" not in name and not known:
        raise InputError(
            f"The column that looks like comments is called {quote_name(name)}: that reads like an answer, so the file "
            "seems to have no header line. Add a first line with the names of the columns, such as score and comment; "
            "if it is the name, pass it as text='...' (--text on the command line)."
        )


def _guess_role(search: _Search, role: str, score_required: bool) -> str | None:
    named = _best_named(search, role)
    if named:
        return _only(named, role)
    if role == "text":
        return _guess_text(search)
    if role == "score" and score_required:
        return _guess_score(search)
    if role == "date":
        dated = [profile for profile in search.free() if profile.filled and profile.dated >= 0.9]
        return dated[0].name if len(dated) == 1 else None
    return None


def _best_named(search: _Search, role: str) -> list[Profile]:
    fits = {profile.name: profile.name_fit(role) for profile in search.free() if profile.fits(role)}
    best = max(fits.values(), default=UNNAMED)
    found = [profile for profile in search.free() if best > UNNAMED and fits.get(profile.name) == best]
    if len(found) > 1:
        found = [profile for profile in found if profile.filled] or found
    if len(found) > 1 and role == "comment_id":
        found = [profile for profile in found if profile.distinct == profile.rows] or found
    if len(found) > 1 and role == "text" and best < EXACT:
        found = _clearly_longest(found)
    return found


def _clearly_longest(found: list[Profile]) -> list[Profile]:
    longest = max(profile.mean_length for profile in found)
    return [profile for profile in found if profile.mean_length > _NEAR * longest]


def _guess_text(search: _Search) -> str:
    long = [profile for profile in search.free() if profile.is_free_text() and profile.mean_length >= _LONG_TEXT]
    if not long:
        raise InputError(
            f"No column looks like comments. The columns are {_listed(search.profiles)}. "
            "Pass text='...' (--text on the command line)."
        )
    return _only(_clearly_longest(long), "text")


def _guess_score(search: _Search) -> str:
    found = [profile for profile in search.free() if profile.is_score()]
    if not found:
        raise InputError(
            f"No column looks like a score. The columns are {_listed(search.profiles)}. "
            "Pass score='...' (--score on the command line)."
        )
    return _only(found, "score")


def _only(found: Sequence[Profile], role: str) -> str:
    if len(found) > 1:
        raise InputError(
            f"{len(found)} columns fit {role} equally well: {_listed([profile.name for profile in found])}. "
            f"Pass {role}='...' (--{role.replace('_', '-')} on the command line) to say which."
        )
    return found[0].name


def _guess_segments(search: _Search) -> tuple[str, ...]:
    segments: list[str] = []
    left_out: list[str] = []
    for profile in search.free():
        few = 2 <= profile.distinct <= _MOST_SEGMENTS and profile.longest <= _LONGEST_SEGMENT and not profile.nested
        (segments if few else left_out).append(profile.name)
    if segments:
        search.notes.append(note("segments", columns=tuple(segments)))
    if left_out:
        search.notes.append(note("columns_left_out", columns=tuple(left_out), most=_MOST_SEGMENTS))
    return tuple(segments)


def _listed(names: Sequence[str] | Mapping[str, Profile]) -> str:
    return ", ".join(map(quote_name, names))
