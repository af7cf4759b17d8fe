import math
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drijfveer.linking.association import adjust_p_values, associate
from drijfveer.linking.intervals import NetCounts

quick = settings(max_examples=60, deadline=None)


@quick
@given(st.integers(0, 15), st.integers(0, 15), st.integers(1, 15), st.integers(1, 15))
def test_p_value_is_that_of_the_hypergeometric_distribution(a, b, promoters, detractors):
    a, b = min(a, promoters), min(b, detractors)
    found = associate(NetCounts(b, 3, a), NetCounts(detractors, 9, promoters))
    total, mentions = promoters + detractors, a + b
    weights = {k: comb(promoters, k) * comb(detractors, mentions - k) for k in range(min(mentions, promoters) + 1)}
    expected = sum(w for w in weights.values() if w <= weights[a] * (1 + 1e-9)) / comb(total, mentions)
    assert found.p_value == pytest.approx(expected, abs=1e-9)
    assert found.difference.value == pytest.approx(a / promoters - b / detractors)


def test_missing_without_promoters_or_without_detractors():
    for base in (NetCounts(5, 5, 0), NetCounts(0, 5, 5), NetCounts(0, 0, 0)):
        found = associate(NetCounts(0, 0, 0), base)
        assert math.isnan(found.p_value)
        assert math.isnan(found.difference.value)


def test_benjamini_hochberg_rejects_as_published(vectors):
    vector = vectors["bh_1995"]
    p_values, expected = vector["input"]["p"], vector["expected"]
    assert sum(q <= 0.05 for q in adjust_p_values(p_values)) == expected["n_reject_bh"]
    assert sum(p * len(p_values) <= 0.05 for p in p_values) == expected["n_reject_bonferroni"]


@quick
@given(st.lists(st.one_of(st.just(math.nan), st.floats(0, 1)), max_size=20))
def test_q_values_follow_the_step_up_rule(p_values):
    found = adjust_p_values(p_values)
    tested = sorted(p for p in p_values if not math.isnan(p))
    for p, q in zip(p_values, found, strict=True):
        if math.isnan(p):
            assert math.isnan(q)
        else:
            steps = [value * len(tested) / rank for rank, value in enumerate(tested, start=1) if value >= p]
            assert q == pytest.approx(min([1.0, *steps]))
