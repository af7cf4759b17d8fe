import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from drijfveer.errors import SettingsError, TableError
from drijfveer.linking import link_drivers, link_tally, tally_respondents
from drijfveer.tables import ANSWERS, COMMENTS, DRIVERS, MENTIONS

quick = settings(max_examples=40, deadline=None)
THEMES = ["delivery.speed", "delivery.courier", "delivery.packing", "price.level"]
CODES = ["delivery", "price", *THEMES]
statuses = st.sampled_from(["promoter", "passive", "detractor", None])
coded = st.lists(st.tuples(st.sampled_from(THEMES), st.sampled_from(["pos", "neg", "neu"])), max_size=4)
records = st.lists(
    st.one_of(
        st.tuples(statuses, st.just("comment"), coded),
        st.tuples(statuses, st.sampled_from(ANSWERS), st.just([])),
    ),
    max_size=40,
)
FIGURES = [column.name for column in DRIVERS.columns if column.kind == "number"]
SCORE_LINKED = [name for name in FIGURES if not name.startswith("contentment")]
SCORE_LINKED = [name for name in SCORE_LINKED if name not in ("share", "share_low", "share_high")]
INTERVALS = ["share", "contentment", "nps", "impact", "association"]
LATE, KIND, DEAR = ("delivery.speed", "neg"), ("delivery.courier", "pos"), ("price.level", "neg")


def by_code(table):
    return table.set_index(table["theme"].fillna(table["driver"]))


def link(tables, codebook, rows, **settings_):
    return by_code(link_drivers(*tables(rows), codebook, **settings_))


def worked_case():
    """Sixty answers: 20 detractors, 10 passives, 30 promoters; six of them without a comment."""
    return [
        *[("detractor", "comment", [LATE])] * 12,
        *[("detractor", "comment", [LATE, KIND])] * 4,
        *[("detractor", "none", [])] * 4,
        *[("passive", "comment", [LATE])] * 4,
        *[("passive", "comment", [KIND])] * 2,
        *[("passive", "empty", [])] * 4,
        *[("promoter", "comment", [KIND])] * 20,
        *[("promoter", "comment", [DEAR])] * 5,
        *[("promoter", "comment", [])] * 3,
        *[("promoter", "empty", [])] * 2,
    ]


def test_a_worked_case_by_hand(tables, codebook):
    row = link(tables, codebook, worked_case()).loc["delivery.speed"]
    counts = row[["n_base", "n", "n_promoter", "n_passive", "n_detractor", "n_unscored"]].tolist()
    assert counts == [54, 20, 0, 4, 16, 0]
    assert row[["n_positive", "n_negative", "n_mixed", "n_neutral"]].tolist() == [0, 20, 0, 0]
    assert row["share"] == pytest.approx(100 * 20 / 54)
    assert row[["share_promoter", "share_passive", "share_detractor"]].tolist() == pytest.approx(
        [0, 100 * 4 / 6, 100 * 16 / 20]
    )
    assert row["contentment"] == -100
    assert row["nps"] == pytest.approx(-80)
    assert row["nps_without"] == pytest.approx(100 * 24 / 34)
    assert row["impact"] == pytest.approx(100 * (8 / 54 - 24 / 34))
    assert row["association"] == pytest.approx(-80)
    assert row["p_value"] == pytest.approx(stats.fisher_exact([[0, 28], [16, 4]]).pvalue)
    assert row["base"] == "indicative"


def test_a_mixed_driver_is_counted_once(tables, codebook):
    row = link(tables, codebook, worked_case()).loc["delivery"]
    assert row["n"] == 42
    assert row[["n_positive", "n_negative", "n_mixed", "n_neutral"]].tolist() == [22, 16, 4, 0]
    assert row["contentment"] == pytest.approx(100 * 6 / 42)
    assert row["base"] == "ok"


def test_rows_follow_the_codebook_drivers_before_themes(tables, codebook):
    table = link_drivers(*tables(worked_case()), codebook)
    assert list(by_code(table).index) == CODES
    assert table["level"].tolist() == ["driver"] * 2 + ["theme"] * 4
    assert table["driver"].tolist() == ["delivery", "price", *["delivery"] * 3, "price"]
    assert table["theme"].isna().tolist() == [True] * 2 + [False] * 4
    assert list(table.columns) == DRIVERS.names


def test_small_bases_are_hidden_or_marked(tables, codebook):
    table = link(tables, codebook, worked_case())
    assert table["base"].to_dict() == {
        "delivery": "ok",
        "price": "hidden",
        "delivery.speed": "indicative",
        "delivery.courier": "indicative",
        "delivery.packing": "hidden",
        "price.level": "hidden",
    }
    hidden = table[table["base"] == "hidden"]
    assert hidden[FIGURES].isna().all(axis=None)
    assert hidden["n"].tolist() == [5, 0, 5]
    assert hidden["n_promoter"].tolist() == [5, 0, 5]
    assert table.loc["delivery", FIGURES].notna().all()


@pytest.mark.parametrize(("n", "base"), [(9, "hidden"), (10, "indicative"), (29, "indicative"), (30, "ok")])
def test_the_bounds_of_small_bases(n, base, tables, codebook):
    rows = [("passive", "comment", [DEAR])] * n + [("promoter", "none", [])] * 3
    assert link(tables, codebook, rows).loc["price", "base"] == base


def test_q_values_are_within_the_level_over_the_rows_not_hidden(tables, codebook):
    table = link(tables, codebook, worked_case())
    assert table.loc["delivery", "q_value"] == table.loc["delivery", "p_value"]
    speed, courier = table.loc["delivery.speed"], table.loc["delivery.courier"]
    assert speed["p_value"] < courier["p_value"]
    assert speed["q_value"] == pytest.approx(min(2 * speed["p_value"], courier["p_value"]))
    assert courier["q_value"] == pytest.approx(courier["p_value"])
    looser = link(tables, codebook, worked_case(), hidden_below=5)
    assert looser.loc["delivery.speed", "q_value"] > speed["q_value"] * 1.4  # price.level joins the family


def test_the_base_of_respondents_takes_in_the_silent(tables, codebook):
    commenters = link(tables, codebook, worked_case()).loc["delivery"]
    everyone = link(tables, codebook, worked_case(), base="respondents").loc["delivery"]
    assert (commenters["n_base"], everyone["n_base"]) == (54, 60)
    assert everyone["share"] == pytest.approx(70)
    assert everyone["n"] == commenters["n"]
    assert everyone["share_passive"] == pytest.approx(60)


def test_mentions_without_a_score_stay_outside_the_base_and_are_counted(tables, codebook):
    rows = [*worked_case(), *[(None, "comment", [LATE])] * 7]
    without, found = link(tables, codebook, worked_case()), link(tables, codebook, rows)
    assert found.loc["delivery.speed", "n_unscored"] == 7
    assert found.loc["delivery", "n_unscored"] == 7
    same = [name for name in DRIVERS.names if name not in ("n_unscored",)]
    pd.testing.assert_frame_equal(found[same], without[same])


def test_without_any_score_shares_and_contentment_remain(tables, codebook):
    rows = [(None, answer, mentions) for _, answer, mentions in worked_case()]
    table, scored = link(tables, codebook, rows), link(tables, codebook, worked_case())
    kept = ["n_base", "n", "n_positive", "n_negative", "n_mixed", "n_neutral", "base", "level"]
    kept += [name for name in FIGURES if name not in SCORE_LINKED]
    pd.testing.assert_frame_equal(table[kept], scored[kept])
    assert table[SCORE_LINKED].isna().all(axis=None)
    assert (table[["n_promoter", "n_passive", "n_detractor"]] == 0).all(axis=None)
    assert table["n_unscored"].tolist() == table["n"].tolist()


def test_a_theme_that_everybody_mentions_has_no_impact_to_give(tables, codebook):
    rows = [("promoter", "comment", [KIND])] * 20 + [("detractor", "comment", [KIND])] * 20
    row = link(tables, codebook, rows).loc["delivery"]
    assert row["nps"] == 0
    assert row[["nps_without", "impact", "impact_low", "impact_high"]].isna().all()
    assert row["p_value"] == 1


@pytest.mark.parametrize("status", ["promoter", "passive", "detractor"])
def test_one_status_only_does_not_crash(status, tables, codebook):
    rows = [(status, "comment", [KIND])] * 12 + [(status, "none", [])] * 5
    row = link(tables, codebook, rows).loc["delivery.courier"]
    assert row["impact"] == 0
    assert row[["association", "p_value", "q_value", "impact_low"]].isna().all()
    assert row[f"share_{status}"] == pytest.approx(100 * 12 / 17)


def test_nobody_at_all(tables, codebook):
    for rows in ([], [("promoter", "empty", [])], [("promoter", "none", [])] * 40):
        table = link(tables, codebook, rows)
        assert list(table.index) == CODES
        assert (table["n"] == 0).all()
        assert (table["base"] == "hidden").all()


@quick
@given(rows=records, base=st.sampled_from(["commenters", "respondents"]))
def test_the_table_equals_a_plain_reckoning(rows, base, tables, codebook):
    table = link(tables, codebook, rows, base=base, hidden_below=1, indicative_below=1)
    kept = [row for row in rows if base == "respondents" or row[1] != "empty"]
    if any(status for status, _, _ in kept):
        kept = [row for row in kept if row[0]]
    for code in CODES:
        inside = [row for row in kept if any(code in (theme, theme.split(".")[0]) for theme, _ in row[2])]
        outside = [row for row in kept if row not in inside]
        found = table.loc[code]
        assert found["n"] == len(inside)
        assert found["n_base"] == len(kept)
        assert found[["n_positive", "n_negative", "n_mixed", "n_neutral"]].sum() == len(inside)
        if inside:
            assert found["share"] == pytest.approx(100 * len(inside) / len(kept))
            assert found["nps"] == pytest.approx(net(inside), nan_ok=True)
            assert found["nps_without"] == pytest.approx(net(outside), nan_ok=True)
            assert found["impact"] == pytest.approx(net(kept) - net(outside), abs=1e-9, nan_ok=True)
            assert found["impact"] == pytest.approx(
                found["share"] * (found["nps"] - found["nps_without"]) / 100, abs=1e-9, nan_ok=True
            )
    for name in INTERVALS:
        part = table[[f"{name}_low", name, f"{name}_high"]].dropna()
        assert (part[f"{name}_low"] <= part[name]).all()
        assert (part[name] <= part[f"{name}_high"]).all()


def net(rows):
    scores = [{"promoter": 100, "passive": 0, "detractor": -100}[status] for status, _, _ in rows if status]
    return np.mean(scores) if scores else np.nan


@quick
@given(rows=records, seed=st.integers(0, 99))
def test_the_order_of_the_rows_does_not_matter(rows, seed, tables, codebook):
    comments, mentions = tables(rows)
    shuffled = comments.sample(frac=1, random_state=seed), mentions.sample(frac=1, random_state=seed)
    pd.testing.assert_frame_equal(
        link_drivers(comments, mentions, codebook), link_drivers(*shuffled, codebook), check_exact=True
    )


def test_the_sum_of_tallies_gives_the_table_of_the_whole(tables, codebook):
    rows = worked_case()
    parts = [tally_respondents(*tables(part), codebook) for part in (rows[:7], rows[7:])]
    pd.testing.assert_frame_equal(
        link_tally(parts[0] + parts[1], codebook), link_drivers(*tables(rows), codebook), check_exact=True
    )


def test_the_inputs_are_left_alone(tables, codebook):
    comments, mentions = tables(worked_case())
    before = comments.copy(), mentions.copy()
    link_drivers(comments, mentions, codebook)
    pd.testing.assert_frame_equal(comments, before[0])
    pd.testing.assert_frame_equal(mentions, before[1])


@pytest.mark.parametrize(
    ("settings_", "message"),
    [
        ({"base": "customers"}, "The base is 'customers'; allowed are commenters, respondents"),
        ({"confidence": 95}, "The confidence is 95; allowed is a number between 0 and 1"),
        ({"hidden_below": 0}, "hidden_below must be at least 1"),
        ({"hidden_below": 40}, "Found hidden_below 40 and indicative_below 30"),
    ],
)
def test_settings_that_are_not_allowed(settings_, message, tables, codebook):
    with pytest.raises(SettingsError, match=message):
        link(tables, codebook, worked_case(), **settings_)


def test_a_tally_of_another_codebook_is_refused(tables, codebook):
    tally = tally_respondents(*tables([]), codebook)
    other = type(codebook)(**{**vars_of(codebook), "drivers": codebook.drivers[:1], "id": "other"})
    with pytest.raises(TableError, match="not made with the codebook 'other'"):
        link_tally(tally, other)


def vars_of(codebook):
    return {name: getattr(codebook, name) for name in codebook.__dataclass_fields__}


def test_thirty_thousand_comments_take_less_than_two_seconds(codebook):
    rng = np.random.default_rng(7)
    n, m = 30_000, 60_000
    scores = rng.integers(0, 11, n)
    ids = pd.Series(np.arange(n)).astype("str")
    comments = COMMENTS.frame(
        pd.DataFrame(
            {
                "comment_id": ids,
                "text": "tekst",
                "language": "nl",
                "answer": "comment",
                "score": scores,
                "status": np.select([scores >= 9, scores <= 6], ["promoter", "detractor"], "passive"),
                "weight": 1.0,
            }
        )
    )
    theme = pd.Series(rng.choice(THEMES, m))
    mentions = MENTIONS.frame(
        pd.DataFrame(
            {
                "comment_id": rng.choice(ids, m),
                "unit": 0,
                "start": 0,
                "end": 5,
                "driver": theme.str.split(".").str[0],
                "theme": theme,
                "polarity": rng.choice(["pos", "neg", "neu"], m),
                "strength": 0.0,
                "confidence": 1.0,
                "evidence": "tekst",
                "source": "rule",
            }
        )
    )
    start = time.process_time()
    table = link_drivers(comments, mentions, codebook)
    assert time.process_time() - start < 2
    assert by_code(table)["n"].loc[["delivery", "price"]].gt(10_000).all()
