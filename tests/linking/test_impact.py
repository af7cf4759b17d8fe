import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from drijfveer.linking.impact import impact_standard_error, leave_out_impact
from drijfveer.linking.intervals import NetCounts

quick = settings(max_examples=100, deadline=None)
cells = st.tuples(*[st.integers(0, 40)] * 6)


def split(six):
    mentioners = NetCounts(*six[:3])
    base = NetCounts(*(a + b for a, b in zip(six[:3], six[3:], strict=True)))
    return mentioners, base


def spell_out(six):
    """Write the six counts as one x and one y per respondent."""
    x = np.repeat([1, 1, 1, 0, 0, 0], six)
    y = np.repeat([-1, 0, 1, -1, 0, 1], six)
    return x.astype(float), y.astype(float)


def test_leave_out_identity_of_the_worked_case(vectors):
    vector = vectors["theme_loo_identity"]
    rows = vector["input"]["rows"]
    for theme, expected in vector["expected"].items():
        y = [status for status, _ in rows]
        mentioned = [status for status, themes in rows if theme in themes]
        base = NetCounts(y.count(-1), y.count(0), y.count(1))
        part = NetCounts(mentioned.count(-1), mentioned.count(0), mentioned.count(1))
        found = {
            "share": part.n / base.n,
            "nps_with": part.value,
            "nps_without": (base - part).value,
            "impact": leave_out_impact(part, base).value,
        }
        assert found == pytest.approx(expected, abs=vector["tolerance"])


@quick
@given(cells)
def test_impact_is_the_figure_minus_the_figure_without_them(six):
    mentioners, base = split(six)
    assume(mentioners.n)
    assume((base - mentioners).n)
    x, y = spell_out(six)
    assert leave_out_impact(mentioners, base).value == pytest.approx(y.mean() - y[x == 0].mean(), abs=1e-12)


@quick
@given(cells)
def test_standard_error_equals_that_of_the_influence_per_respondent(six):
    mentioners, base = split(six)
    assume(mentioners.n)
    assume((base - mentioners).n)
    x, y = spell_out(six)
    share, product, net = x.mean(), (x * y).mean(), y.mean()
    influence = ((x * y - product) - net * (x - share) - share * (y - net)) / (1 - share)
    influence += (product - share * net) / (1 - share) ** 2 * (x - share)
    expected = np.sqrt((influence**2).mean() / len(x))
    assert impact_standard_error(mentioners, base) == pytest.approx(expected, abs=1e-12)


@quick
@given(cells)
def test_standard_error_agrees_with_numerical_derivatives(six):
    """The delta method by finite differences of the impact in the six cell shares."""
    assume(min(six) >= 1)
    shares = np.array(six) / sum(six)

    def impact(p):
        p = p / p.sum()
        values = np.array([-1, 0, 1, -1, 0, 1])
        return p @ values - p[3:] @ values[3:] / p[3:].sum()

    step = 1e-6
    slopes = np.array([(impact(shares + step * e) - impact(shares - step * e)) / (2 * step) for e in np.eye(6)])
    covariance = (np.diag(shares) - np.outer(shares, shares)) / sum(six)
    assert impact_standard_error(*split(six)) == pytest.approx(np.sqrt(slopes @ covariance @ slopes), abs=1e-7)


def test_interval_covers_about_as_often_as_it_says():
    rng = np.random.default_rng(20)
    p = np.array([0.08, 0.04, 0.03, 0.12, 0.26, 0.47])
    truth = (p[2] + p[5] - p[0] - p[3]) - (p[5] - p[3]) / p[3:].sum()
    hits = 0
    for six in rng.multinomial(400, p, size=1000):
        interval = leave_out_impact(*split(six.tolist()))
        hits += interval.low <= truth <= interval.high
    assert 930 <= hits <= 970


def test_missing_where_nobody_or_everybody_mentions_it():
    base = NetCounts(3, 4, 5)
    for mentioners in (NetCounts(0, 0, 0), base):
        assert math.isnan(leave_out_impact(mentioners, base).value)


def test_limits_are_missing_where_all_have_the_same_status():
    interval = leave_out_impact(NetCounts(0, 0, 4), NetCounts(0, 0, 9))
    assert interval.value == 0
    assert math.isnan(interval.low)
    assert math.isnan(interval.high)


def test_extreme_split_keeps_an_interval():
    interval = leave_out_impact(NetCounts(10, 0, 0), NetCounts(10, 0, 30))
    assert interval.value == pytest.approx(-0.5)
    assert interval.low < -0.5 < interval.high
