"""Krippendorff's alpha gives the published values."""

import math

import numpy as np
import pytest

from drijfveer.learning import compare_coders, krippendorff_alpha

X = math.nan
# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: sections A, B and C.
BINARY = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
LETTERS = [[1, 1, 2, 2, 4, 3, 3, 3, 5, 4, 4, 1], [2, 1, 2, 2, 2, 3, 3, 3, 5, 4, 4, 4]]
FOUR = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, X, X, X],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, X, 3],
    [X, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, X],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, X],
]


@pytest.mark.parametrize(("ratings", "alpha"), [(BINARY, 0.095), (LETTERS, 0.692), (FOUR, 0.743)])
def test_published_values(ratings, alpha):
    assert krippendorff_alpha(ratings) == pytest.approx(alpha, abs=0.0005)


def test_no_variation_has_no_alpha():
    assert math.isnan(krippendorff_alpha([[1, 1], [1, 1]]))
    assert math.isnan(krippendorff_alpha([[X, 1], [1, X]]))


def test_the_order_of_coders_makes_no_difference():
    assert krippendorff_alpha(FOUR) == pytest.approx(krippendorff_alpha(FOUR[::-1]))


def test_comparison_counts_and_brackets_alpha():
    rng = np.random.default_rng(1)
    first = rng.random(200) < 0.3
    second = first ^ (rng.random(200) < 0.1)
    compared = compare_coders(first.tolist(), second.tolist())
    assert compared.first == first.sum()
    assert compared.second == second.sum()
    assert 0.5 < compared.low < compared.alpha < compared.high < 1
    assert compared == compare_coders(first.tolist(), second.tolist())
