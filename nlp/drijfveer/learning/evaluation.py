"""Evaluation: how well a coding agrees with labelled comments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from drijfveer.learning.corpus import Code, LabelledComment

Key = tuple[str, ...]
Given = Iterable[tuple[str, str]]  # (theme, polarity)

VIEWS: Mapping[str, Callable[[str, str], Key]] = {
    "driver": lambda theme, _: (theme.split(".")[0],),
    "driver+polarity": lambda theme, polarity: (theme.split(".")[0], polarity),
    "theme": lambda theme, _: (theme,),
    "theme+polarity": lambda theme, polarity: (theme, polarity),
}
LEAST_FOR_MACRO = 8  # gold comments of a driver; with fewer its F1 is left out of the mean
_SAMPLES = 500
_BINS = 10


@dataclass(frozen=True)
class Evaluation:
    """Hold how a coding agrees with labels.

    ``figures``: one row per language and view (driver, driver+polarity, theme, theme+polarity) with comments,
    precision, recall, f1 and its interval (low, high), and macro_f1 for drivers. ``keys``: one row per language,
    level (driver, theme) and code with hit, predicted, gold, f1, low, high. All from 0 to 1; what is contested counts
    neither way.
    """

    figures: pd.DataFrame
    keys: pd.DataFrame


def evaluate(
    comments: Sequence[LabelledComment], found: Mapping[str, Given], *, seed: int = 0, confidence: float = 0.95
) -> Evaluation:
    """Compare codes with labels: micro precision, recall and F1 with percentile bootstrap intervals over comments.

    ``found`` gives (theme, polarity) by comment id; a comment without an entry counts as coded with nothing.
    """
    figures: list[dict[str, object]] = []
    keys: list[dict[str, object]] = []
    for language in sorted({comment.language for comment in comments}):
        part = [comment for comment in comments if comment.language == language]
        picks = np.random.default_rng(seed).integers(0, len(part), size=(_SAMPLES, len(part)))
        for view in VIEWS:
            rows = [_compare(comment, found.get(comment.comment_id, ()), view) for comment in part]
            cells = np.array([[len(hit), len(got), len(want)] for hit, got, want in rows], dtype=np.int64)
            figures.append(
                {"language": language, "view": view, "comments": len(part)} | _score(cells, picks, confidence)
            )
            if view in {"driver", "theme"}:
                table = [
                    {"language": language, "level": view} | row for row in _per_key(rows, picks, confidence)
                ]  # fmt: skip
                keys += table
                figures[-1]["macro_f1"] = _macro(table)
    return Evaluation(pd.DataFrame(figures), pd.DataFrame(keys))


def expected_calibration_error(probabilities: Sequence[float], outcomes: Sequence[bool]) -> float:
    """Give the expected calibration error over ten bins of equal width, 0 to 1 (Naeini et al., 2015).

    >>> expected_calibration_error([0.25, 0.25, 0.25, 0.25], [True, False, False, False])
    0.0
    """
    given = np.asarray(probabilities, dtype=np.float64)
    true = np.asarray(outcomes, dtype=np.float64)
    if given.size == 0:
        return float("nan")
    bins = np.minimum((given * _BINS).astype(int), _BINS - 1)
    gaps = [abs(given[bins == b].sum() - true[bins == b].sum()) for b in range(_BINS)]
    return float(sum(gaps) / given.size)


_Row = tuple[set[Key], set[Key], set[Key]]  # hit, predicted, gold


def _compare(comment: LabelledComment, given: Given, view: str) -> _Row:
    want = _keys(comment.codes, view)
    doubtful = _keys(comment.contested, view) - want
    got = {VIEWS[view](theme, polarity) for theme, polarity in given} - doubtful
    return want & got, got, want


def _keys(codes: Iterable[Code], view: str) -> set[Key]:
    return {VIEWS[view](code.code, code.polarity) for code in codes}


def _score(cells: NDArray[np.int64], picks: NDArray[np.int64], confidence: float) -> dict[str, float]:
    hit, got, want = cells.sum(axis=0)
    sums = cells[picks].sum(axis=1)
    tail = (1 - confidence) / 2
    low, high = np.quantile(2 * sums[:, 0] / np.maximum(1, sums[:, 1] + sums[:, 2]), [tail, 1 - tail])
    return {
        "precision": hit / got if got else 0.0,
        "recall": hit / want if want else 0.0,
        "f1": 2 * hit / (got + want) if got + want else 0.0,
        "low": float(low),
        "high": float(high),
    }


def _per_key(rows: Sequence[_Row], picks: NDArray[np.int64], confidence: float) -> list[dict[str, object]]:
    table = []
    for key in sorted({key for _, got, want in rows for key in got | want}):
        cells = np.array([[key in hit, key in got, key in want] for hit, got, want in rows], dtype=np.int64)
        score = _score(cells, picks, confidence)
        hit, predicted, gold = (int(count) for count in cells.sum(axis=0))
        table.append({"code": key[0], "hit": hit, "predicted": predicted, "gold": gold} | score)
    return table


def _macro(table: Sequence[Mapping[str, object]]) -> float:
    scores = [row["f1"] for row in table if int(str(row["gold"])) >= LEAST_FOR_MACRO]
    return float(np.mean(np.array(scores, dtype=np.float64))) if scores else float("nan")
