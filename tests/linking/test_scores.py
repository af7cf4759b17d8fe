import statistics
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drijfveer.errors import SettingsError, TableError
from drijfveer.linking import summarise_score
from drijfveer.linking.intervals import NetCounts, tango_interval, wilson_interval
from drijfveer.scales import scale, scales
from drijfveer.tables import COMMENTS

SHARES = ["share_promoter", "share_passive", "share_detractor"]


def answered(scores, name, answers=None):
    """Make a table comments of these scores."""
    column = pd.Series(scores, dtype="float64")
    frame = pd.DataFrame({"score": column, "status": scale(name).status(column)})
    frame["comment_id"] = [str(number) for number in range(1, len(frame) + 1)]
    frame["answer"] = answers or ["comment"] * len(frame)
    return COMMENTS.frame(frame.assign(text="tekst", language="nl", weight=1.0))


def summary(comments, name, **settings_):
    return summarise_score(comments, scale(name), **settings_).set_index("measure")


@pytest.mark.parametrize(
    ("name", "measures"),
    [
        ("nps", ["nps", *SHARES, "mean", "nps_commenters"]),
        ("csat", ["top_box", "net", *SHARES, "mean", "net_commenters"]),
        ("ces7", ["top_box", "net", *SHARES, "mean", "net_commenters"]),
        ("stars", ["mean", "top_box", "net", *SHARES, "net_commenters"]),
        ("percent", ["mean", "top_box", "net", *SHARES, "net_commenters"]),
    ],
)
def test_the_headline_of_the_scale_comes_first(name, measures):
    assert list(summary(answered([1, 4, 5], name), name).index) == measures


def test_nps_by_hand():
    comments = answered([10, 9, 9, 8, 7, 6, 0, None], "nps", ["comment"] * 3 + ["none"] + ["empty"] * 4)
    table = summary(comments, "nps")
    expected = tango_interval(NetCounts(2, 2, 3))
    limits = [100 * expected.value, 100 * expected.low, 100 * expected.high]
    assert table.loc["nps", ["value", "low", "high"]].tolist() == limits
    assert table.loc["nps", "value"] == pytest.approx(100 / 7)
    assert table.loc["nps", "n"] == 7
    assert table.loc[SHARES, "value"].tolist() == pytest.approx([300 / 7, 200 / 7, 200 / 7])
    assert table.loc["mean", "value"] == pytest.approx(7)
    assert table.loc["nps_commenters", "value"] == pytest.approx(75)
    assert table.loc["nps_commenters", "n"] == 4
    assert table.loc["nps", "method"] == "tango"
    assert table.loc["share_passive", "method"] == "wilson"


def test_top_box_of_satisfaction_and_of_effort_either_way_round():
    expected = wilson_interval(3, 5)
    limits = [100 * expected.value, 100 * expected.low, 100 * expected.high]
    for name, scores in (("csat", [5, 4, 4, 3, 1]), ("ces7", [7, 6, 5, 4, 1]), ("ces7_low", [1, 2, 3, 4, 7])):
        row = summary(answered(scores, name), name).loc["top_box"]
        assert row[["value", "low", "high"]].tolist() == limits


def test_t_interval_of_the_mean_by_hand():
    scores = [6.0, 7.0, 8.0, 8.0, 9.0]
    row = summary(answered(scores, "grade"), "grade").loc["mean"]
    margin = 2.7764451052 * statistics.stdev(scores) / 5**0.5  # t with 4 degrees of freedom
    assert row["value"] == pytest.approx(7.6)
    assert row["low"] == pytest.approx(7.6 - margin)
    assert row["high"] == pytest.approx(7.6 + margin)


def test_the_interval_of_the_mean_stays_on_the_scale():
    row = summary(answered([10, 10, 4], "grade"), "grade").loc["mean"]
    assert row["high"] == 10
    assert row["low"] == 1


@settings(max_examples=40, deadline=None)
@given(scores=st.lists(st.floats(0, 100), min_size=2, max_size=30), seed=st.integers(0, 99))
def test_the_order_of_the_rows_does_not_change_a_digit(scores, seed):
    comments = answered(scores, "percent")
    shuffled = comments.sample(frac=1, random_state=seed)
    pd.testing.assert_frame_equal(summary(comments, "percent"), summary(shuffled, "percent"), check_exact=True)


@pytest.mark.parametrize("name", list(scales()))
@pytest.mark.parametrize("scores", [[], [None, None], [1], [5, 5, 5]])
def test_few_or_no_scores_do_not_crash(name, scores):
    table = summary(answered(scores, name), name)
    n = sum(score is not None for score in scores)
    assert (table["n"] == n).all()
    assert table["value"].isna().all() == (n == 0)
    assert table.loc["mean", ["low", "high"]].isna().all()


def test_a_score_off_the_scale_counts_nowhere():
    comments = answered([10, 8, 2, 11], "nps")
    assert summary(comments, "nps").loc["nps", "n"] == 3


def test_a_higher_confidence_is_wider():
    comments = answered([10, 9, 7, 3, 2, 10], "nps")
    wide, narrow = summary(comments, "nps", confidence=0.99), summary(comments, "nps", confidence=0.8)
    assert ((wide["high"] - wide["low"]) > (narrow["high"] - narrow["low"])).all()


def test_settings_and_tables_that_are_not_allowed():
    comments = answered([10, 9, 7], "nps")
    with pytest.raises(SettingsError, match="between 0 and 1"):
        summary(comments, "nps", confidence=95)
    with pytest.raises(TableError, match="lacks the columns"):
        summary(comments.drop(columns="answer"), "nps")
    other = replace(scale("nps"), promoter_from=10)
    with pytest.raises(
        TableError, match=r"In 1 rows .* the score 9 has the status promoter, by the scale it is passive"
    ):
        summarise_score(comments, other)
    with pytest.raises(TableError, match="the score nan has the status promoter, by the scale it is none"):
        summarise_score(comments.assign(score=float("nan")), scale("nps"))
