"""Scores: read numbers from the ways in which exports write them, and guess the scale they lie on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from drijfveer.errors import InputError
from drijfveer.intake.names import matches_name
from drijfveer.notes import Note, note, quote_name
from drijfveer.scales import Scale, scales

_PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d+)?\s*%?")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)?(?![\w]|[.,]\d)")
_OUT_OF = re.compile(r"(?<!\w)(\d+(?:[.,]\d+)?)\s*(?:/|van(?: de)?|uit|out of)\s*\d+(?:[.,]\d+)?(?!\w)", re.IGNORECASE)
_LABELLED = re.compile(r"(\d+(?:[.,]\d+)?)\s*[-–—=:()]+\s*[^\W\d].*", re.DOTALL)
_STARS = re.compile(r"(★+)☆*")

_TOLERATED = 0.02  # share of scores that may lie off a scale guessed from the values
_TOLERATED_BY_NAME = 0.2  # the same for a scale that the column's name points to
# The note on what would fit as well where only the values chose the scale.
_RIVALS = {"csat": "scale_or_stars", "ces7": "scale_or_nps", "nps": "scale_or_grade"}
_ENOUGH = 30  # scores from which the highest one seen says something about the scale


@dataclass(frozen=True)
class Scores:
    """Hold the scores of a column and how many filled cells hold no readable number."""

    values: pd.Series
    unreadable: int


@dataclass(frozen=True)
class ScaleGuess:
    """Hold a guessed scale, why it was chosen, and whether another would fit as well."""

    scale: Scale
    notes: tuple[Note, ...]


def parse_scores(cells: Sequence[str]) -> Scores:
    """Read scores as numbers; missing where a cell is empty or holds no single number.

    >>> parse_scores(["9 - zeer waarschijnlijk", "8,0", "Zeer tevreden (5)", "7/10", "nvt"]).values.tolist()
    [9.0, 8.0, 5.0, 7.0, nan]
    """
    distinct = {cell: parse_score(cell) for cell in set(cells)}
    values = pd.Series([distinct[cell] for cell in cells], dtype="float64")
    filled = sum(1 for cell in cells if cell.strip())
    return Scores(values, filled - int(values.notna().sum()))


def parse_score(cell: str) -> float | None:
    """Read one score, plain or with a label; None where there is no number or more than one."""
    text = cell.strip()
    if not text or len(text) > 200:
        return None
    if is_plain_number(text):
        return _number(text.rstrip("% "))
    if match := _STARS.fullmatch(text):
        return float(len(match[1]))
    if match := _OUT_OF.search(text) or _LABELLED.fullmatch(text):
        return _number(match[1])
    numbers = _NUMBER.findall(text)
    return _number(numbers[0]) if len(numbers) == 1 else None


def is_plain_number(text: str) -> bool:
    """Tell whether a text is a number and nothing else: "9", "8,5", "-1", "80 %"."""
    return _PLAIN.fullmatch(text) is not None


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def guess_scale(name: str, values: pd.Series) -> ScaleGuess:
    """Guess the scale from the column's name, then from its values; raises InputError where none holds the values.

    The defaults where name and values leave it open: up to 5 without a 0 is csat, up to 7 without a 0 (in 30
    scores or more) is ces7, up to 10 is nps, above that percent. Effort is taken to run from hard to easy.
    """
    scores = values.dropna()
    if scores.empty:
        named = _named(name)
        chosen = named[0] if named else scales()["nps"]
        return ScaleGuess(chosen, (note("scale_assumed", scale=chosen),))
    by_values = _by_values(scores)
    fitting = [scale for scale in _named(name) if _fits_name(scale, scores)]
    if not fitting and by_values is None:
        raise InputError(
            f"The scores in {quote_name(name)} run from {scores.min():g} to {scores.max():g}, which fits no scale. "
            f"Pass scale='...' (--scale on the command line), one of {', '.join(scales())}, or another score column."
        )
    low, high = float(scores.min()), float(scores.max())
    if fitting:
        chosen = _narrowest(fitting, scores)
        notes = [note("scale_by_name", scale=chosen, column=name, low=low, high=high)]
    else:
        assert by_values is not None  # noqa: S101 - for the type checker; the branch above raises
        chosen = by_values
        notes = [note("scale_by_values", scale=chosen, low=low, high=high)]
        notes += [note(key) for name, key in _RIVALS.items() if name == chosen.name]
    if chosen.name.startswith("ces"):
        notes.append(note("effort_high_is_easy", other=f"{chosen.name}_low"))
        if chosen.name == "ces5":
            notes.append(note("effort_to_seven"))
    return ScaleGuess(chosen, tuple(notes))


def _named(name: str) -> list[Scale]:
    return [scale for scale in scales().values() if any(matches_name(name, word) for word in scale.names)]


def _share_off(scale: Scale, scores: pd.Series) -> float:
    return float((~scale.holds(scores)).mean())


def _narrowest(fitting: list[Scale], scores: pd.Series) -> Scale:
    """Choose the narrowest scale that holds the most scores; of the equal ones the first in scales.toml."""
    return min(fitting, key=lambda scale: (_share_off(scale, scores), scale.high - scale.low))


def _fits_name(scale: Scale, scores: pd.Series) -> bool:
    off = int((~scale.holds(scores)).sum())
    if scale.name == "grade" and off and (scores == 0).mean() > _TOLERATED:
        return False  # a question that can be answered with 0 does not run from 1
    return off <= _TOLERATED_BY_NAME * len(scores) or (off == 1 and len(scores) >= 3)


def _by_values(scores: pd.Series) -> Scale | None:
    known = scales()
    usual = scores[scores <= known["nps"].high]
    if len(usual) < (1 - _TOLERATED_BY_NAME) * len(scores):
        return known["percent"] if _share_off(known["percent"], scores) <= _TOLERATED_BY_NAME else None
    # What lies above 10 is left out here: codes such as 99 for "don't know" do not make it a percentage.
    zeros = (usual == 0).sum()
    names = []
    if not zeros or (len(usual) >= _ENOUGH and zeros <= _TOLERATED * len(usual)):
        names = ["csat", "ces7"] if len(usual) >= _ENOUGH else ["csat"]
    for name in names:
        if _share_off(known[name], usual) <= _TOLERATED:
            return known[name]
    return known["nps"] if _share_off(known["nps"], usual) <= _TOLERATED_BY_NAME else None
