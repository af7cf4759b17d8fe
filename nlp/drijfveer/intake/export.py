"""Export: from a file to the table of comments, with an account of every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from drijfveer.errors import InputError, SettingsError
from drijfveer.intake.answers import classify_answer
from drijfveer.intake.cleaning import clean_text
from drijfveer.intake.columns import ColumnGuess, Columns, guess_columns
from drijfveer.intake.dates import parse_dates
from drijfveer.intake.language import detect_language, read_language
from drijfveer.intake.readers import RawTable, read_table
from drijfveer.intake.scores import guess_scale, parse_scores
from drijfveer.scales import Scale
from drijfveer.scales import scale as scale_of
from drijfveer.tables import COMMENTS, LANGUAGES

_EXAMPLES = 5  # values named in a note


@dataclass(frozen=True)
class Account:
    """Account for every row of the export: ``rows == comments + non_answers + empty``.

    ``without_score`` counts rows whose score is absent or, for ``unreadable`` of them, no number; ``off_scale``
    counts scores outside the scale. Both are missing in the table. ``languages`` counts the comments per language.
    """

    rows: int
    comments: int
    non_answers: int
    empty: int
    without_score: int
    unreadable: int
    off_scale: int
    languages: Mapping[str, int]


@dataclass(frozen=True)
class Export:
    """Hold the comments of an export, what its columns were taken for, and what is worth saying about it.

    ``comments`` is the table COMMENTS with one row per row of the export, in its order, the segments as further
    columns. ``notes`` are sentences; none holds the text of a comment.
    """

    name: str
    comments: pd.DataFrame
    columns: Columns
    scale: Scale | None
    account: Account
    notes: tuple[str, ...]

    @property
    def segments(self) -> tuple[str, ...]:
        """List the segment columns as the table names them."""
        return tuple(name for name in self.comments.columns if name not in COMMENTS.names)


@dataclass(frozen=True)
class _ScoreReading:
    values: pd.Series
    scale: Scale | None
    without: int
    unreadable: int
    off_scale: int
    notes: list[str]


def read_comments(
    source: str | Path | pd.DataFrame,
    *,
    text: str | None = None,
    score: str | None = None,
    comment_id: str | None = None,
    date: str | None = None,
    language: str | None = None,
    weight: str | None = None,
    segments: Sequence[str] | None = None,
    scale: str | Scale | None = None,
    promoter_from: float | None = None,
    detractor_to: float | None = None,
    comment_language: str = "auto",
    sheet: str | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
    score_required: bool = True,
) -> Export:
    """Read an export into the table of comments: one row per row of the export, whatever is missing in it.

    ``text`` to ``segments`` name columns; what is left out is guessed, see guess_columns. ``scale`` is a scale or
    its name, else guessed; ``promoter_from`` and ``detractor_to`` override its cuts. ``comment_language`` is "nl" or
    "en" for all comments, or "auto": what the language column says, else what the words say.
    Raises InputError for an export that cannot be read and SettingsError for a scale, cut or language that is not
    allowed.
    """
    if comment_language not in ("auto", *LANGUAGES[:2]):
        raise SettingsError(f"The language {comment_language!r} is not allowed. Allowed are auto, nl and en.")
    declared = scale_of(scale) if isinstance(scale, str) else scale
    table = read_table(source, sheet=sheet, delimiter=delimiter, encoding=encoding)
    guess = _guess(table, text=text, score=score, comment_id=comment_id, date=date, language=language, weight=weight,
                   segments=segments, score_required=score_required)  # fmt: skip
    columns, frame = guess.columns, table.frame
    notes = [*table.notes, *guess.notes]
    reading = _read_scores(frame, columns, declared, promoter_from, detractor_to)
    notes += reading.notes
    texts = [clean_text(cell) for cell in frame[columns.text].tolist()]
    answers = [classify_answer(cleaned) for cleaned in texts]
    missing = pd.Series([None] * len(frame), dtype="str")
    comments = pd.DataFrame(
        {
            "comment_id": _read_ids(frame, columns.comment_id, notes),
            "text": texts,
            "language": _read_languages(frame, columns.language, texts, comment_language),
            "answer": answers,
            "score": reading.values,
            "status": reading.scale.status(reading.values) if reading.scale else missing,
            "date": _read_dates(frame, columns.date, notes),
            "weight": _read_weights(frame, columns.weight, notes),
        }
    )
    for name, segment in zip(columns.segments, _name_segments(columns.segments, notes), strict=True):
        cells = frame[name].str.strip()
        comments[segment] = cells.where(cells != "")
    spoken = comments.loc[comments["answer"] == "comment", "language"]
    account = Account(
        rows=len(frame),
        comments=answers.count("comment"),
        non_answers=answers.count("none"),
        empty=answers.count("empty"),
        without_score=reading.without,
        unreadable=reading.unreadable,
        off_scale=reading.off_scale,
        languages={name: int((spoken == name).sum()) for name in LANGUAGES},
    )
    return Export(table.name, COMMENTS.frame(comments), columns, reading.scale, account, tuple(notes))


def _guess(
    table: RawTable, *, score_required: bool, segments: Sequence[str] | None, **declared: str | None
) -> ColumnGuess:
    try:
        return guess_columns(table.frame, score_required=score_required, segments=segments, **declared)
    except InputError as error:
        raise InputError(f"{table.name}: {error}") from error


def _read_scores(
    frame: pd.DataFrame,
    columns: Columns,
    declared: Scale | None,
    promoter_from: float | None,
    detractor_to: float | None,
) -> _ScoreReading:
    if columns.score is None:
        nothing = pd.Series([float("nan")] * len(frame), dtype="float64")
        return _ScoreReading(nothing, None, len(frame), 0, 0, ["There is no score column."])
    cells = frame[columns.score].tolist()
    scores = parse_scores(cells)
    if scores.values.notna().sum() == 0 and scores.unreadable:
        raise InputError(
            f"The column {columns.score!r} holds no numbers. Pass another one as score='...' (--score on the command "
            f"line); the columns are {', '.join(map(repr, frame.columns))}."
        )
    notes: list[str] = []
    if declared is None:
        guess = guess_scale(columns.score, scores.values)
        chosen = guess.scale
        notes += guess.notes
    else:
        chosen = declared
        notes.append(f"Scale: {chosen.label('en')}, as declared.")
    chosen = chosen.with_cuts(promoter_from, detractor_to)
    notes.append(_describe_cuts(chosen))
    off = scores.values.notna() & ~chosen.holds(scores.values)
    without = int(scores.values.isna().sum())
    if without:
        part = f", {scores.unreadable} of them because no number could be read" if scores.unreadable else ""
        notes.append(f"Without a score: {_rows(without)}{part}.")
    if off.any():
        examples = ", ".join(f"{value:g}" for value in sorted(scores.values[off].unique())[:_EXAMPLES])
        notes.append(
            f"Off the scale {chosen.label('en')}, and so counted as missing: {_rows(int(off.sum()))} ({examples})."
        )
    return _ScoreReading(scores.values.mask(off), chosen, without, scores.unreadable, int(off.sum()), notes)


def _describe_cuts(scale: Scale) -> str:
    above, below = ("and above", "and below") if scale.good == "high" else ("and below", "and above")
    return f"Promoters score {scale.promoter_from:g} {above}, detractors {scale.detractor_to:g} {below}."


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"


def _read_ids(frame: pd.DataFrame, column: str | None, notes: list[str]) -> list[str]:
    """Take the export's ids, or row numbers from 1; make every one unique, with "#2" and so on."""
    numbers = [str(number) for number in range(1, len(frame) + 1)]
    if column is None:
        return numbers
    cells = [cell.strip() for cell in frame[column].tolist()]
    given = [cell or number for cell, number in zip(cells, numbers, strict=True)]
    if absent := cells.count(""):
        notes.append(f"Without an id in {column!r}: {_rows(absent)}; they got their row number.")
    taken, repeats, unique = set(given), Counter[str](), []
    seen: set[str] = set()
    for name in given:
        own = name
        while own in seen or (own != name and own in taken):
            repeats[name] += 1
            own = f"{name}#{repeats[name] + 1}"
        seen.add(own)
        unique.append(own)
    if repeats:
        before = _rows(len(given) - len(taken))
        notes.append(f"Ids in {column!r} that were there before: {before}; all were kept, numbered as in '#2'.")
    return unique


def _read_languages(frame: pd.DataFrame, column: str | None, texts: list[str], language: str) -> list[str]:
    if language != "auto":
        return [language] * len(texts)
    if column is None:
        return [detect_language(text) for text in texts]
    stated = {cell: read_language(cell) for cell in frame[column].unique()}
    cells = frame[column].tolist()
    return [stated[cell] or detect_language(text) for cell, text in zip(cells, texts, strict=True)]


def _read_dates(frame: pd.DataFrame, column: str | None, notes: list[str]) -> pd.Series:
    if column is None:
        return pd.Series([None] * len(frame), dtype="datetime64[us]")
    dates = parse_dates(frame[column].tolist())
    notes += dates.notes
    return dates.values


def _read_weights(frame: pd.DataFrame, column: str | None, notes: list[str]) -> pd.Series:
    if column is None:
        return pd.Series([1.0] * len(frame), dtype="float64")
    weights = parse_scores(frame[column].tolist()).values
    wrong = weights.isna() | (weights < 0)
    if wrong.any():
        notes.append(f"Without a weight of 0 or more in {column!r}: {_rows(int(wrong.sum()))}; they weigh 1.")
    return weights.mask(wrong, 1.0)


def _name_segments(segments: Sequence[str], notes: list[str]) -> list[str]:
    """Keep the names of segments apart from those of the table's own columns and from each other."""
    taken = {*COMMENTS.names, *segments}
    named = []
    for segment in segments:
        name = segment
        if name in COMMENTS.names:
            name = f"segment_{segment}"
            while name in taken:
                name = f"segment_{name}"
            notes.append(f"The segment {segment!r} is called {name!r} in the table, which has a column of that name.")
        taken.add(name)
        named.append(name)
    return named
