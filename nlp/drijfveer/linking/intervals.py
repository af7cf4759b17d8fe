"""Intervals: a figure with its lower and upper limit, and the methods that make them from counts."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import stats
from scipy.special import ndtri
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from drijfveer.errors import SettingsError

_HALVINGS = 60  # of a range of at most 2: beyond the precision of a double


@dataclass(frozen=True)
class Interval:
    """Hold a figure with its limits; all are NaN where there is nothing to compute them from."""

    value: float
    low: float
    high: float


MISSING = Interval(math.nan, math.nan, math.nan)


@dataclass(frozen=True)
class NetCounts:
    """Count respondents on three sides: detractors, passives and promoters, or the like.

    The counts may be fractional (pseudo-counts); the figures are fractions, not points.

    >>> NetCounts(negative=1, neutral=2, positive=3).value
    0.3333333333333333
    """

    negative: float
    neutral: float
    positive: float

    @property
    def n(self) -> float:
        """Count all three sides."""
        return self.negative + self.neutral + self.positive

    @property
    def value(self) -> float:
        """Give the share of positive minus the share of negative, -1..1; NaN where n is 0."""
        return (self.positive - self.negative) / self.n if self.n else math.nan

    @property
    def variance(self) -> float:
        """Give the variance of -1, 0, +1 over the respondents, dividing by n; NaN where n is 0."""
        return (self.positive + self.negative) / self.n - self.value**2 if self.n else math.nan

    @property
    def standard_error(self) -> float:
        """Give the standard error of the value; NaN where n is 0."""
        return math.sqrt(self.variance / self.n) if self.n else math.nan

    def __sub__(self, other: NetCounts) -> NetCounts:
        """Take a part away and leave the rest."""
        return NetCounts(self.negative - other.negative, self.neutral - other.neutral, self.positive - other.positive)


def critical_value(confidence: float) -> float:
    """Return the two-sided quantile of the normal distribution; raises SettingsError outside (0, 1).

    >>> round(critical_value(0.95), 3)
    1.96
    """
    if not 0 < confidence < 1:
        raise SettingsError(
            f"The confidence is {confidence!r}; allowed is a number between 0 and 1, such as 0.95 for 95%."
        )
    return float(ndtri(0.5 + confidence / 2))


def tango_interval(counts: NetCounts, confidence: float = 0.95) -> Interval:
    """Return the score interval of a net figure, as a fraction in -1..1; missing where n is 0.

    A net figure is the difference of two cells of one multinomial, as is the difference of paired
    proportions for which Tango (1998, Statistics in Medicine 17:891-908) gives the interval. It keeps its
    coverage in small and lopsided samples and never leaves -1..1.

    >>> interval = tango_interval(NetCounts(negative=3, neutral=20, positive=9))
    >>> round(interval.low, 3), round(interval.high, 3)
    (-0.027, 0.39)
    """
    z = critical_value(confidence)
    if not counts.n:
        return MISSING
    return Interval(counts.value, _tango_limit(counts, z, -1.0), _tango_limit(counts, z, 1.0))


def _tango_limit(counts: NetCounts, z: float, outside: float) -> float:
    """Search between the estimate and -1 or 1 for where the score test starts to reject."""
    inside = counts.value
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        if _score_rejects(counts, z, middle):
            outside = middle
        else:
            inside = middle
    return inside


def _score_rejects(counts: NetCounts, z: float, delta: float) -> bool:
    """Test the net figure ``delta`` with the variance that is most likely under it (Tango 1998)."""
    n, b, c = counts.n, counts.negative, counts.positive
    linear = -b - c + (2 * n - c + b) * delta
    constant = -b * delta * (1 - delta)
    root = math.sqrt(max(linear**2 - 8 * n * constant, 0.0))
    q = (root - linear) / (4 * n)
    variance = n * max(2 * q + delta * (1 - delta), 0.0)
    return (c - b - n * delta) ** 2 > z**2 * variance


def adjusted_wald_interval(
    counts: NetCounts, confidence: float = 0.95, pseudo: NetCounts = NetCounts(0.75, 1.5, 0.75)
) -> Interval:
    """Return the adjusted Wald interval of a net figure, as a fraction cut off at -1 and 1.

    The pseudo-counts are added to the counts first; the value is that of the counts so adjusted, hence a
    little nearer to 0 than the plain figure. Three quarters, one and a half, three quarters is the advice of
    Rocks (2016, arXiv:1601.07235); (0.5, 1, 0.5) is Agresti and Min (2005), (1, 0, 1) Bonett and Price (2012).
    """
    z = critical_value(confidence)
    adjusted = NetCounts(
        counts.negative + pseudo.negative, counts.neutral + pseudo.neutral, counts.positive + pseudo.positive
    )
    if not adjusted.n:
        return MISSING
    margin = z * adjusted.standard_error
    return Interval(adjusted.value, max(adjusted.value - margin, -1.0), min(adjusted.value + margin, 1.0))


def wilson_interval(count: float, n: float, confidence: float = 0.95) -> Interval:
    """Return the score interval of a proportion, as a fraction in 0..1; missing where n is 0 (Wilson 1927).

    >>> interval = wilson_interval(81, 263)
    >>> round(interval.low, 4), round(interval.high, 4)
    (0.2553, 0.3662)
    """
    critical_value(confidence)
    if not n:
        return MISSING
    low, high = proportion_confint(count, n, alpha=1 - confidence, method="wilson")
    value = count / n
    return Interval(value, min(float(low), value), max(float(high), value))  # rounding at 0 and n


def newcombe_interval(count: float, n: float, other_count: float, other_n: float, confidence: float = 0.95) -> Interval:
    """Return the interval of the first proportion minus the second, as a fraction; missing where either n is 0.

    Two Wilson intervals joined: Newcombe (1998, Statistics in Medicine 17:873-890), method 10.

    >>> interval = newcombe_interval(56, 70, 48, 80)
    >>> round(interval.low, 4), round(interval.high, 4)
    (0.0524, 0.3339)
    """
    critical_value(confidence)
    if not n or not other_n:
        return MISSING
    low, high = confint_proportions_2indep(
        count, n, other_count, other_n, method="newcomb", compare="diff", alpha=1 - confidence
    )
    value = count / n - other_count / other_n
    return Interval(value, max(min(float(low), value), -1.0), min(max(float(high), value), 1.0))


def mean_interval(mean: float, deviation: float, n: int, confidence: float = 0.95) -> Interval:
    """Return the t interval of a mean from the standard deviation (n - 1) and n.

    Limits are missing where the scores do not vary (one respondent, or all the same): they would say that
    the mean is certain. All is missing where n is 0.
    """
    critical_value(confidence)
    if not n:
        return MISSING
    if n == 1 or not deviation > 0:
        return Interval(mean, math.nan, math.nan)
    margin = float(stats.t.ppf(0.5 + confidence / 2, n - 1)) * deviation / math.sqrt(n)
    return Interval(mean, mean - margin, mean + margin)
