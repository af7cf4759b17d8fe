"""Figures of agreement with labels: counted by hand, and what is contested counts neither way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drijfveer.learning import Code, LabelledComment, evaluate
from drijfveer.learning.evaluation import expected_calibration_error

THEMES = ["price.level", "price.fees", "service.speed", "delivery.speed"]


def labelled(number, codes, contested=(), language="nl"):
    return LabelledComment(
        str(number), "", language, "g", tuple(Code(*c) for c in codes), contested=tuple(Code(*c) for c in contested)
    )


def figure(evaluation, view, name="f1"):
    row = evaluation.figures[evaluation.figures["view"] == view].iloc[0]
    return row[name]


def test_counted_by_hand():
    comments = [
        labelled(1, [("price.level", "neg"), ("service.speed", "pos")]),
        labelled(2, [("price.fees", "neg")], contested=[("delivery.speed", "neg")]),
        labelled(3, []),
    ]
    found = {
        "1": [("price.fees", "neg")],  # the right driver, another theme
        "2": [("price.fees", "pos"), ("delivery.speed", "neg")],  # the wrong polarity; the second is contested
        "3": [("service.speed", "neg")],
    }
    evaluation = evaluate(comments, found)
    assert figure(evaluation, "driver", "precision") == pytest.approx(2 / 3)
    assert figure(evaluation, "driver", "recall") == pytest.approx(2 / 3)
    assert figure(evaluation, "driver+polarity") == pytest.approx(2 / 6)
    assert figure(evaluation, "theme") == pytest.approx(2 / 6)
    assert figure(evaluation, "theme+polarity") == 0
    drivers = evaluation.keys.query("level == 'driver'").set_index("code")
    assert drivers.loc["price", ["hit", "predicted", "gold"]].tolist() == [2, 2, 2]
    assert drivers.loc["service", ["hit", "predicted", "gold"]].tolist() == [0, 1, 1]
    assert "delivery" not in drivers.index


codes = st.lists(st.tuples(st.sampled_from(THEMES), st.sampled_from(["pos", "neg", "neu"])), unique=True, max_size=4)


@given(st.lists(codes, min_size=1, max_size=20))
def test_the_labels_themselves_are_perfect(rows):
    comments = [labelled(number, row) for number, row in enumerate(rows)]
    evaluation = evaluate(comments, {str(number): row for number, row in enumerate(rows)})
    expected = 1.0 if any(rows) else 0.0
    assert (evaluation.figures["f1"] == expected).all()
    assert (evaluation.figures["low"] == evaluation.figures["high"]).all() or not any(rows) or not all(rows)


@given(st.lists(st.tuples(codes, codes), min_size=1, max_size=20))
def test_precision_and_recall_change_places_with_the_two_sides(rows):
    one = evaluate([labelled(n, a) for n, (a, _) in enumerate(rows)], {str(n): b for n, (_, b) in enumerate(rows)})
    other = evaluate([labelled(n, b) for n, (_, b) in enumerate(rows)], {str(n): a for n, (a, _) in enumerate(rows)})
    assert one.figures["precision"].tolist() == other.figures["recall"].tolist()
    assert one.figures["f1"].tolist() == other.figures["f1"].tolist()


def test_macro_leaves_out_rare_drivers():
    comments = [labelled(n, [("price.level", "neg")]) for n in range(8)] + [labelled(8, [("service.speed", "pos")])]
    evaluation = evaluate(comments, {str(n): [("price.level", "neg")] for n in range(8)})
    assert figure(evaluation, "driver", "macro_f1") == 1
    assert figure(evaluation, "driver") == pytest.approx(16 / 17)


def test_calibration_error():
    assert expected_calibration_error([0.9] * 10, [True] * 9 + [False]) == pytest.approx(0, abs=1e-9)
    assert expected_calibration_error([0.9] * 10, [False] * 10) == pytest.approx(0.9)
    assert expected_calibration_error([0.1, 0.9], [True, True]) == pytest.approx((0.9 + 0.1) / 2)
