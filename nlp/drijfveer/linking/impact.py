"""Impact: what the mentioners of a driver do to the figure of the whole base, in closed form from counts."""

from __future__ import annotations

import math

from drijfveer.linking.intervals import MISSING, Interval, NetCounts, critical_value


def leave_out_impact(mentioners: NetCounts, base: NetCounts, confidence: float = 0.95) -> Interval:
    """Return share x (net of the mentioners - net of the rest), as a fraction, with its interval.

    It equals the net of the base minus the net of the base without the mentioners: what the figure owes to
    them. It is not additive over drivers, for a comment may mention several, and it is an association
    among those who answered, not a cause. Missing where nobody or everybody mentions the driver. The limits are
    missing where all of the base have the same status, for then their width cannot be judged.

    >>> impact = leave_out_impact(NetCounts(3, 1, 0), NetCounts(3, 2, 5))
    >>> round(impact.value, 4)
    -0.6333
    """
    z = critical_value(confidence)
    rest = base - mentioners
    if not mentioners.n or not rest.n:
        return MISSING
    value = mentioners.n / base.n * (mentioners.value - rest.value)
    if not base.variance:
        return Interval(value, math.nan, math.nan)
    margin = z * impact_standard_error(mentioners, base)
    return Interval(value, value - margin, value + margin)


def impact_standard_error(mentioners: NetCounts, base: NetCounts) -> float:
    """Return the standard error of the impact by its influence function.

    With x (0 or 1) for the mention, y (-1, 0 or 1) for the status, s = mean(x), M = mean(xy), N = mean(y):
    the impact is (M - sN) / (1 - s), and the influence of one respondent on it is

        ((xy - M) - N (x - s) - s (y - N)) / (1 - s) + (M - sN) (x - s) / (1 - s)^2

    It takes six values only, so that the six counts of x and y say all. The standard error is the root of
    the mean of its squares over n (Hampel 1974; the delta method).
    """
    n = base.n
    share, net = mentioners.n / n, base.value
    product = (mentioners.positive - mentioners.negative) / n
    gap = product - share * net
    total = 0.0
    for x, counts in ((1, mentioners), (0, base - mentioners)):
        for y, count in ((-1, counts.negative), (0, counts.neutral), (1, counts.positive)):
            influence = ((x * y - product) - net * (x - share) - share * (y - net)) / (1 - share)
            influence += gap * (x - share) / (1 - share) ** 2
            total += count * influence**2
    return math.sqrt(total) / n
