"""Agreement: how far two coders say the same of the same comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class Agreement:
    """Hold Krippendorff's alpha with a bootstrap interval, and how often each of two coders gave the code."""

    alpha: float
    low: float
    high: float
    first: int
    second: int


def krippendorff_alpha(ratings: ArrayLike) -> float:
    """Give Krippendorff's alpha for nominal ratings (coders, units); NaN stands for a unit that a coder left out.

    1 is full agreement, 0 what chance gives; NaN where the ratings do not vary. Krippendorff (2011), Computing
    Krippendorff's Alpha-Reliability.

    >>> krippendorff_alpha([[1, 0, 1, 0], [1, 0, 1, 0]])
    1.0
    >>> round(krippendorff_alpha([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]), 3)
    0.095
    """
    table = np.asarray(ratings, dtype=np.float64)
    values = np.unique(table[~np.isnan(table)])
    counts = np.array([(table == value).sum(axis=0) for value in values], dtype=np.float64)  # (values, units)
    counts = counts[:, counts.sum(axis=0) >= 2]
    if counts.size == 0:
        return float("nan")
    raters = counts.sum(axis=0)
    agreeing = ((counts * (counts - 1)).sum(axis=0) / (raters - 1)).sum()
    totals = counts.sum(axis=1)
    size = totals.sum()
    expected = (totals * (totals - 1)).sum() / (size - 1)
    if np.isclose(size, expected):
        return float("nan")
    return float(1 - (size - agreeing) / (size - expected))


def compare_coders(
    first: Sequence[bool], second: Sequence[bool], *, seed: int = 0, samples: int = 500, confidence: float = 0.95
) -> Agreement:
    """Compare two coders on one yes-or-no code over the same comments.

    The interval is a percentile bootstrap over comments.
    """
    ratings = np.array([first, second], dtype=np.float64)
    picks = np.random.default_rng(seed).integers(0, ratings.shape[1], size=(samples, ratings.shape[1]))
    alphas: NDArray[np.float64] = np.array([krippendorff_alpha(ratings[:, pick]) for pick in picks])
    alphas = alphas[~np.isnan(alphas)]
    tail = (1 - confidence) / 2
    low, high = np.quantile(alphas, [tail, 1 - tail]) if alphas.size else (float("nan"), float("nan"))
    return Agreement(krippendorff_alpha(ratings), float(low), float(high), int(sum(first)), int(sum(second)))
