"""The charts: what they show, and what they leave out."""

import pandas as pd

from drijfveer.reporting import summarise
from drijfveer.reporting.charts import draw_drivers, draw_mentions
from drijfveer.tables import SCORE


def _values(chart):
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows]


def test_impact_is_drawn_with_its_interval_and_hidden_bases_are_not(findings):
    chart = draw_drivers(summarise(findings, language="en"))
    rows = [row for row in _values(chart) if "side" in row]
    assert {row["name"] for row in rows} == {"Delivery (123)", "Price (12)"}
    delivery, price = rows[0], rows[1]
    assert (delivery["low"], delivery["value"], delivery["high"]) == (-11.04, -8.25, -5.46)
    assert (delivery["side"], delivery["indicative"]) == ("lower NPS", False)
    assert (price["side"], price["indicative"]) == ("interval includes 0", True)


def test_titles_say_what_is_seen_and_axes_what_is_measured(findings):
    spec = draw_drivers(summarise(findings, language="nl")).to_dict()
    assert spec["title"]["text"] == ["Levering hangt het sterkst samen met de NPS"]
    assert spec["layer"][1]["encoding"]["x"]["title"] == "Invloed op NPS (punten)"
    mentions = draw_mentions(summarise(findings, language="nl")).to_dict()
    assert mentions["title"]["text"] == ["Levering wordt het meest genoemd"]
    assert mentions["encoding"]["x"]["title"] == "Respondenten"


def test_a_driver_on_a_small_base_gets_no_title(build, findings):
    drivers = findings.drivers.assign(impact_low=-99.0, impact_high=99.0)
    spec = draw_drivers(summarise(build(drivers=drivers), language="en")).to_dict()
    assert spec["title"]["text"] == ["No driver stands out"]


def test_mentions_are_split_by_contentment(findings):
    rows = [row for row in _values(draw_mentions(summarise(findings, language="en"))) if "Delivery" in row["name"]]
    split = {row["polarity"]: row["n"] for row in rows}
    assert split == {"content": 30, "both": 5, "only mentioned": 8, "not content": 80}


def test_without_a_score_the_mentions_are_drawn(build):
    summary = summarise(build(scale=None, score=SCORE.frame(pd.DataFrame(columns=SCORE.names))), language="en")
    assert draw_drivers(summary).to_dict() == draw_mentions(summary).to_dict()
