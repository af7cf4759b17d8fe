"""The summary, its accounts and its sentences."""

import dataclasses

import pandas as pd
import pytest

from drijfveer.errors import TableError
from drijfveer.reporting import summarise
from drijfveer.reporting.standouts import say_headline, say_standouts
from drijfveer.reporting.words import Wording
from drijfveer.scales import scale
from drijfveer.tables import DRIVERS, MENTIONS, SCORE


def _say(findings, language="en"):
    return say_standouts(summarise(findings, language=language), Wording(language))


def test_drivers_are_sorted_by_the_size_of_their_impact(findings):
    summary = summarise(findings, language="nl")
    assert [line.label for line in summary.drivers] == ["Levering", "Prijs", "Locatie"]
    assert [theme.label for theme in summary.drivers[0].themes] == ["Snelheid", "Bezorger"]
    assert summary.base == 400


def test_small_shares_of_a_large_base_keep_a_decimal(build, findings):
    assert summarise(findings).share_decimals == 0
    assert summarise(build(drivers=findings.drivers.assign(n_base=30_000))).share_decimals == 1


def test_a_hidden_base_has_no_figures_even_if_the_table_has(findings):
    hidden = summarise(findings).drivers[-1]
    assert hidden.base == "hidden"
    assert not hidden.share.known
    assert not hidden.impact.known
    assert hidden.polarities == {}


def test_drivers_that_nobody_mentions_are_named_apart(build, driver_line):
    summary = summarise(build(drivers=DRIVERS.frame([driver_line("price", 0, base="hidden")])), language="en")
    assert summary.drivers == ()
    assert summary.unmentioned == ("Price",)


def test_what_stands_out_is_said_as_association(findings):
    (sentence,) = _say(findings)
    assert sentence == (
        "Delivery is most strongly associated with a lower NPS: without the 123 respondents who mention this driver, "
        "the NPS is 8.2 points higher (95% interval 5.5 to 11.0)."
    )
    assert "8,2 punten hoger (95%-interval 5,5 tot 11,0)" in _say(findings, "nl")[0]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"impact": (-3.0, -6.5, 0.5)}, "No driver stands out"),
        ({"impact": (-3.0, -5.5, -0.5), "q_value": 0.2}, r"may be chance (q = 0.200)"),
        ({"impact": (3.0, 0.5, 5.5), "q_value": 0.01}, "a higher NPS: without the 60 respondents"),
        ({"impact": (-9.0, -15.0, -3.0), "base": "indicative"}, "No driver is mentioned by at least 30"),
    ],
)
def test_nothing_is_said_beyond_the_interval_and_the_base(build, driver_line, row, words):
    (sentence,) = _say(build(drivers=DRIVERS.frame([driver_line("price", 60, **row)])))
    assert words in sentence


def test_without_a_score_it_goes_by_contentment(build, driver_line):
    drivers = DRIVERS.frame([driver_line("price", 60, contentment=(-40.0, -55.0, -20.0), share=(30, 20, 40))])
    findings = build(drivers=drivers, scale=None, score=SCORE.frame(pd.DataFrame(columns=SCORE.names)))
    assert "least content with Price: the balance of contentment is −40" in _say(findings)[0]
    assert say_headline(summarise(findings, language="en"), Wording("en")).startswith("Without a score")


@pytest.mark.parametrize(
    ("name", "measure", "headline", "net"),
    [
        ("nps", "nps", "NPS +12.3 (95% interval +4.0 to +20.5; n = 400)", "NPS"),
        ("csat", "top_box", "Share 4–5 (top box) 12.3% (95% interval 4.0% to 20.5%; n = 400)", "net score"),
        ("ces7_low", "top_box", "Share 1–3 (top box) 12.3% (95% interval 4.0% to 20.5%; n = 400)", "net score"),
        ("percent", "mean", "Mean 12.3 (95% interval 4.0 to 20.5; n = 400)", "net score"),
        ("grade", "mean", "Mean 12.34 (95% interval 4.00 to 20.50; n = 400)", "net score"),
    ],
)
def test_the_headline_and_the_name_follow_the_scale(build, findings, name, measure, headline, net):
    score = pd.concat([findings.score.assign(measure="share_promoter"), findings.score.assign(measure=measure)])
    summary = summarise(build(score=score, scale=scale(name)), language="en")
    assert say_headline(summary, Wording("en")) == headline
    assert summary.net_name == net


def test_accounts_add_up(findings):
    accounts = {account.id: account for account in summarise(findings, language="nl").accounts}
    assert list(accounts) == ["rows", "drivers", "score", "language"]
    for account in accounts.values():
        assert sum(part.n for part in account.parts) == account.total
    assert [part.n for part in accounts["rows"].parts] == [5, 1, 1]
    assert [part.n for part in accounts["drivers"].parts] == [4, 1]
    assert [part.n for part in accounts["score"].parts] == [6, 1, 0]


def test_rows_that_are_not_explained_get_a_line_of_their_own(build):
    rows = summarise(build(counts={"rows": 9}), language="en").accounts[0]
    assert (rows.parts[-1].label, rows.parts[-1].n) == ("other", 2)


def test_a_table_that_breaks_its_contract_is_refused(build, findings):
    with pytest.raises(TableError, match="mentions lacks"):
        build(mentions=findings.mentions[MENTIONS.names[1:]])


def test_the_catch_all_does_not_stand_out(findings):
    book = dataclasses.replace(findings.codebook, catch_all="delivery.speed")
    summary = summarise(dataclasses.replace(findings, codebook=book), language="en")
    said = " ".join(say_standouts(summary, summary.wording()))
    assert "Delivery" not in said
