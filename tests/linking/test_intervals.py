import json
import math
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from drijfveer.errors import SettingsError
from drijfveer.linking.intervals import (
    NetCounts,
    adjusted_wald_interval,
    mean_interval,
    newcombe_interval,
    tango_interval,
    wilson_interval,
)

_FILE = Path(__file__).parents[1] / "cases" / "stat_vectors.json"
VECTORS = json.loads(_FILE.read_text(encoding="utf-8"))["vectors"]

quick = settings(max_examples=100, deadline=None)
counts = st.integers(0, 60)
nets = st.builds(NetCounts, counts, counts, counts)
levels = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])


def starting(prefix):
    return [pytest.param(vector, id=vector["id"]) for vector in VECTORS if vector["id"].startswith(prefix)]


def net_of(vector):
    given_ = vector["input"]
    return NetCounts(given_["detractors"], given_["passives"], given_["promoters"])


def assert_limits(interval, vector):
    assert interval.low == pytest.approx(vector["expected"]["lo"], abs=vector["tolerance"])
    assert interval.high == pytest.approx(vector["expected"]["hi"], abs=vector["tolerance"])


@pytest.mark.parametrize("vector", starting("nps_basic_"))
def test_net_figures_match_published_ones(vector):
    net = net_of(vector)
    expected = {"nps": net.value, "var": net.variance, "se": net.standard_error}
    assert expected == pytest.approx(vector["expected"], abs=vector["tolerance"])


@pytest.mark.parametrize("vector", starting("score_"))
def test_tango_matches_published_limits(vector):
    assert_limits(tango_interval(net_of(vector), vector["input"]["conf"]), vector)


@pytest.mark.parametrize("vector", starting("adjwald_"))
def test_adjusted_wald_matches_published_limits(vector):
    net, given_, expected = net_of(vector), vector["input"], vector["expected"]
    pseudo = NetCounts(*given_.get("pseudo", (0.75, 1.5, 0.75)))
    interval = adjusted_wald_interval(net, given_.get("conf", 0.95), pseudo)
    assert_limits(interval, vector)
    if "pseudo" not in given_:
        assert interval == adjusted_wald_interval(net)
    if "est" in expected:
        assert interval.value == pytest.approx(expected["est"], abs=vector["tolerance"])
    if "se" in expected:
        half = (interval.high - interval.low) / 2
        assert half / 1.959963985 == pytest.approx(expected["se"], abs=vector["tolerance"])


@pytest.mark.parametrize("vector", starting("wilson_"))
def test_wilson_matches_published_limits(vector):
    given_ = vector["input"]
    assert_limits(wilson_interval(given_["x"], given_["n"], given_["conf"]), vector)


@pytest.mark.parametrize("vector", starting("newcombe_"))
def test_newcombe_matches_published_limits(vector):
    given_ = vector["input"]
    assert_limits(newcombe_interval(given_["x1"], given_["n1"], given_["x2"], given_["n2"]), vector)


def test_every_family_of_vectors_is_there():
    families = {"nps_basic_": 4, "score_": 6, "adjwald_": 6, "wilson_": 4, "newcombe_": 3}
    assert {family: len(starting(family)) for family in families} == families


@quick
@given(nets, levels)
@example(NetCounts(0, 0, 1), 0.95)
@example(NetCounts(0, 1, 0), 0.95)
@example(NetCounts(7, 0, 0), 0.95)
@example(NetCounts(0, 30, 0), 0.95)
def test_tango_holds_the_estimate_and_stays_on_the_scale(net, level):
    assume(net.n)
    interval = tango_interval(net, level)
    assert -1 <= interval.low <= interval.value <= interval.high <= 1
    assert interval.high > interval.low


@quick
@given(nets, levels)
def test_tango_turns_with_the_scale(net, level):
    assume(net.n)
    interval = tango_interval(net, level)
    turned = tango_interval(NetCounts(net.positive, net.neutral, net.negative), level)
    assert turned.low == pytest.approx(-interval.high, abs=1e-9)
    assert turned.high == pytest.approx(-interval.low, abs=1e-9)


@quick
@given(nets, st.integers(2, 9))
def test_tango_narrows_with_n_and_widens_with_confidence(net, times):
    assume(net.n)
    one = tango_interval(net)
    more = tango_interval(NetCounts(times * net.negative, times * net.neutral, times * net.positive))
    surer = tango_interval(net, 0.99)
    assert more.high - more.low < one.high - one.low < surer.high - surer.low


@quick
@given(nets)
def test_tango_limits_solve_the_score_equation(net):
    """Check against the likelihood: at a limit the constrained fit rejects exactly at the critical value."""
    assume(net.n)
    interval = tango_interval(net, 0.95)
    for limit in (interval.low, interval.high):
        if abs(limit) < 0.9999:
            variance = _constrained_variance(net, limit)
            assert (net.value - limit) ** 2 == pytest.approx(3.841459 * variance / net.n, rel=1e-4)


def _constrained_variance(net, delta):
    """Maximise the multinomial likelihood where P(+) - P(-) = delta by golden-section search over P(-)."""

    def loglik(minus):
        cells = ((net.negative, minus), (net.positive, minus + delta), (net.neutral, 1 - 2 * minus - delta))
        return sum(count * math.log(max(share, 1e-300)) for count, share in cells if count)

    low, high = max(0.0, -delta), (1 - delta) / 2
    ratio = (math.sqrt(5) - 1) / 2
    for _ in range(120):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        low, high = (low, right) if loglik(left) >= loglik(right) else (left, high)
    minus = (low + high) / 2
    return 2 * minus + delta - delta**2


@quick
@given(counts, counts, levels)
def test_wilson_holds_the_estimate_and_stays_on_the_scale(count, others, level):
    assume(count + others)
    interval = wilson_interval(count, count + others, level)
    assert 0 <= interval.low <= interval.value <= interval.high <= 1


@quick
@given(counts, counts, counts, counts, levels)
def test_newcombe_holds_the_estimate_and_stays_on_the_scale(count, others, count2, others2, level):
    assume(count + others)
    assume(count2 + others2)
    interval = newcombe_interval(count, count + others, count2, count2 + others2, level)
    assert -1 <= interval.low <= interval.value <= interval.high <= 1
    assert interval.high > interval.low


def test_nothing_gives_missing_values():
    nothing = NetCounts(0, 0, 0)
    missing = [
        tango_interval(nothing),
        adjusted_wald_interval(nothing, pseudo=nothing),
        wilson_interval(0, 0),
        newcombe_interval(0, 0, 1, 2),
        newcombe_interval(1, 2, 0, 0),
        mean_interval(math.nan, math.nan, 0),
    ]
    for interval in missing:
        assert all(math.isnan(figure) for figure in (interval.value, interval.low, interval.high))
    assert math.isnan(nothing.value)
    assert math.isnan(nothing.standard_error)


def test_mean_has_no_limits_where_nothing_varies():
    for deviation, n in ((math.nan, 1), (0.0, 12)):
        interval = mean_interval(8.0, deviation, n)
        assert interval.value == 8
        assert math.isnan(interval.low)
        assert math.isnan(interval.high)


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.1, math.nan])
def test_a_confidence_outside_0_to_1_is_refused(confidence):
    net = NetCounts(1, 2, 3)
    for make in (
        lambda: tango_interval(net, confidence),
        lambda: adjusted_wald_interval(net, confidence),
        lambda: wilson_interval(1, 3, confidence),
        lambda: newcombe_interval(1, 3, 1, 3, confidence),
        lambda: mean_interval(1.0, 1.0, 3, confidence),
    ):
        with pytest.raises(SettingsError, match=r"between 0 and 1, such as 0\.95"):
            make()
