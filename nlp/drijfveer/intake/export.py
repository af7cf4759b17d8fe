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
from drijfveer.notes import Note, note, quote_name
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
    columns. None of the ``notes`` holds the text of a comment.
    """

    name: str
    comments: pd.DataFrame
    columns: Columns
    scale: Scale | None
    account: Account
    notes: tuple[Note, ...]

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
    notes: list[Note]


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
        return _ScoreReading(nothing, None, len(frame), 0, 0, [note("score_absent")])
    cells = frame[columns.score].tolist()
    scores = parse_scores(cells)
    if scores.values.notna().sum() == 0 and scores.unreadable:
        raise InputError(
            f"The column {quote_name(columns.score)} holds no numbers. Pass another one as score='...' (--score on the "
            f"command line); the columns are {', '.join(map(quote_name, frame.columns))}."
        )
    notes: list[Note] = []
    if declared is None:
        guess = guess_scale(columns.score, scores.values)
        chosen = guess.scale
        notes += guess.notes
    else:
        chosen = declared
        notes.append(note("scale_declared", scale=chosen))
    chosen = chosen.with_cuts(promoter_from, detractor_to)
    notes.append(
        note(
            "cuts_high" if chosen.good == "high" else "cuts_low",
            promoter=float(chosen.promoter_from),
            detractor=float(chosen.detractor_to),
        )
    )
    off = scores.values.notna() & ~chosen.holds(scores.values)
    without = int(scores.values.isna().sum())
    if scores.unreadable:
        notes.append(note("scores_missing_unreadable", n=without, unreadable=scores.unreadable))
    elif without:
        notes.append(note("scores_missing", n=without))
    if off.any():
        examples = tuple(float(value) for value in sorted(scores.values[off].unique())[:_EXAMPLES])
        notes.append(note("scores_off_scale", n=int(off.sum()), scale=chosen, examples=examples))
    return _ScoreReading(scores.values.mask(off), chosen, without, scores.unreadable, int(off.sum()), notes)


def _read_ids(frame: pd.DataFrame, column: str | None, notes: list[Note]) -> list[str]:
    """Take the export's ids, or row numbers from 1; make every one unique, with "#2" and so on."""
    numbers = [str(number) for number in range(1, len(frame) + 1)]
    if column is None:
        return numbers
    cells = [cell.strip() for cell in frame[column].tolist()]
    given = [cell or number for cell, number in zip(cells, numbers, strict=True)]
    if absent := cells.count(""):
        notes.append(note("ids_absent", n=absent, column=column))
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
        notes.append(note("ids_repeated", n=len(given) - len(taken), column=column))
    return unique


def _read_languages(frame: pd.DataFrame, column: str | None, texts: list[str], language: str) -> list[str]:
    if language != "auto":
        return [language] * len(texts)
    if column is None:
        return [detect_language(text) for text in texts]
    stated = {cell: read_language(cell) for cell in frame[column].unique()}
    cells = frame[column].tolist()
    return [stated[cell] or detect_language(text) for cell, text in zip(cells, texts, strict=True)]


def _read_dates(frame: pd.DataFrame, column: str | None, notes: list[Note]) -> pd.Series:
    if column is None:
        return pd.Series([None] * len(frame), dtype="datetime64[us]")
    dates = parse_dates(frame[column].tolist())
    notes += dates.notes
    return dates.values


def _read_weights(frame: pd.DataFrame, column: str | None, notes: list[Note]) -> pd.Series:
    if column is None:
        return pd.Series([1.0] * len(frame), dtype="float64")
    notes.append(note("weights_unused", column=column))
    weights = parse_scores(frame[column].tolist()).values
    wrong = weights.isna() | (weights < 0)
    if wrong.any():
        notes.append(note("weights_wrong", n=int(wrong.sum()), column=column))
    return weights.mask(wrong, 1.0)


def _name_segments(segments: Sequence[str], notes: list[Note]) -> list[str]:
    """Keep the names of segments apart from those of the table's own columns and from each other."""
    taken = {*COMMENTS.names, *segments}
    named = []
    for segment in segments:
        name = segment
        if name in COMMENTS.names:
            name = f"segment_{segment}"
            while name in taken:
                name = f"segment_{name}"
            notes.append(note("segment_renamed", column=segment, name=name))
        taken.add(name)
        named.append(name)
    return named
