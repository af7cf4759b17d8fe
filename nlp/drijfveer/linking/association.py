"""Association: whether promoters mention a driver more, or less, than detractors do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests

from drijfveer.linking.intervals import Interval, NetCounts, newcombe_interval


@dataclass(frozen=True)
class Association:
    """Hold the share among promoters minus the share among detractors (a fraction) and its p-value."""

    difference: Interval
    p_value: float


def associate(mentioners: NetCounts, base: NetCounts, confidence: float = 0.95) -> Association:
    """Compare promoters with detractors on mentioning; passives are left out.

    The interval is Newcombe's (1998), the test Fisher's exact one, two-sided. Both are missing where there
    are no promoters or no detractors.

    >>> round(associate(NetCounts(8, 5, 2), NetCounts(20, 20, 20)).p_value, 4)
    0.0648
    """
    difference = newcombe_interval(
        mentioners.positive, base.positive, mentioners.negative, base.negative, confidence=confidence
    )
    if not base.positive or not base.negative:
        return Association(difference, math.nan)
    rest = base - mentioners
    table = [[mentioners.positive, rest.positive], [mentioners.negative, rest.negative]]
    return Association(difference, float(stats.fisher_exact(np.array(table, dtype="int64")).pvalue))


def adjust_p_values(p_values: Sequence[float]) -> list[float]:
    """Return the q-values of Benjamini and Hochberg (1995, JRSS-B 57:289-300); what is missing is no test.

    >>> adjust_p_values([0.01, float("nan"), 0.04])
    [0.02, nan, 0.04]
    """
    given = np.asarray(p_values, dtype="float64")
    tested = ~np.isnan(given)
    adjusted = np.full(len(given), math.nan)
    if tested.any():
        adjusted[tested] = multipletests(given[tested], method="fdr_bh")[1]
    return [float(value) for value in adjusted]
