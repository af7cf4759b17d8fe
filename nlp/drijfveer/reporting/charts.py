"""Charts: functions that turn a Summary into Altair charts."""

from __future__ import annotations

import textwrap
from typing import TypeVar

import altair as alt

from drijfveer.reporting.summary import DriverLine, Summary
from drijfveer.reporting.words import Wording

# Okabe & Ito (2008): told apart with any kind of colour vision.
BLUE, VERMILLION, PINK, GREY = "#0072B2", "#D55E00", "#CC79A7", "#8A8A8A"
_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_WIDTH, _ROW = 560, 26  # of the whole drawing; of one driver
_LABELS = 226  # width kept for the names of drivers, the same whatever the fonts
_FIT = alt.AutoSizeParams(type="fit-x", contains="padding")

_Chart = TypeVar("_Chart", alt.Chart, alt.LayerChart)


def draw_drivers(summary: Summary) -> alt.LayerChart | alt.Chart:
    """Draw the impact of each driver with its interval, or who mentions it where there is no score.

    Drivers on a hidden base are not drawn; those on an indicative base get an open dot.
    """
    if summary.scale is None:
        return draw_mentions(summary)
    wording = summary.wording()
    net = summary.net_name
    words = {-1: "chart.lowers", 0: "chart.unclear", 1: "chart.raises"}
    sides = {sign: wording.say(key, net=net) for sign, key in words.items()}
    rows = [
        {
            "name": _name(line, wording),
            "value": line.impact.value,
            "low": line.impact.low,
            "high": line.impact.high,
            "side": sides[line.impact.sign],
            "indicative": line.base == "indicative",
        }
        for line in impact_lines(summary)
    ]
    data = alt.InlineData(values=rows)
    names = alt.Y("name:N", sort=[str(row["name"]) for row in rows], title=None, axis=_name_axis())
    side = alt.Color(
        "side:N",
        title=None,
        scale=alt.Scale(domain=[sides[sign] for sign in (-1, 0, 1)], range=[VERMILLION, GREY, BLUE]),
        legend=alt.Legend(orient="bottom", columns=1, symbolType="circle", symbolOpacity=1),
    )
    axis = alt.Axis(labelExpr=_number_expression(wording), tickCount=5)
    zero = alt.Chart(alt.InlineData(values=[{"zero": 0}])).mark_rule(color=GREY, strokeDash=[3, 3]).encode(x="zero:Q")
    limits = (
        alt.Chart(data)
        .mark_rule(strokeWidth=2.5)
        .encode(
            x=alt.X("low:Q", title=wording.say("chart.impact_axis", net=net), axis=axis, scale=alt.Scale(padding=10)),
            x2="high:Q",
            y=names,
            color=side,
        )
    )
    open_dot = alt.condition("datum.indicative", alt.value(0), alt.value(1))
    points = (
        alt.Chart(data)
        .mark_point(filled=True, size=90, opacity=1, strokeWidth=2)
        .encode(x="value:Q", y=names, color=side, stroke=side, fillOpacity=open_dot)
    )
    layers: alt.LayerChart = _finish(zero + limits + points, _impact_title(summary, wording), len(rows))
    return layers


def draw_mentions(summary: Summary) -> alt.Chart:
    """Draw how many respondents mention each driver, by how content they are with it."""
    wording = summary.wording()
    lines = mention_lines(summary)
    colours = {"pos": BLUE, "mixed": PINK, "neu": GREY, "neg": VERMILLION}
    rows = [
        {"name": _name(line, wording), "polarity": wording.say(f"polarity.{name}"), "order": place, "n": n}
        for line in lines
        for place, name in enumerate(colours)
        if (n := line.polarities.get(name, 0))
    ]
    bars: alt.Chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(height={"band": 0.7})
        .encode(
            x=alt.X(
                "n:Q",
                title=wording.say("chart.mentions_axis"),
                axis=alt.Axis(labelExpr=_number_expression(wording), tickMinStep=1, tickCount=5),
            ),
            y=alt.Y("name:N", sort=[_name(line, wording) for line in lines], title=None, axis=_name_axis()),
            color=alt.Color(
                "polarity:N",
                title=None,
                scale=alt.Scale(
                    domain=[wording.say(f"polarity.{name}") for name in colours], range=list(colours.values())
                ),
                legend=alt.Legend(orient="bottom", columns=2),
            ),
            order="order:Q",
        )
    )
    title = wording.say("chart.mentions", driver=lines[0].label) if lines else wording.say("section.drivers")
    finished: alt.Chart = _finish(bars, _title(title, wording.say("chart.mentions_subtitle")), len(lines))
    return finished


def impact_lines(summary: Summary) -> list[DriverLine]:
    """List the drivers that can be drawn by impact, from the lowest to the highest."""
    known = [line for line in summary.drivers if line.impact.known]
    return sorted(known, key=lambda line: line.impact.value or 0.0)


def mention_lines(summary: Summary) -> list[DriverLine]:
    """List the drivers that can be drawn by respondents, from most to fewest."""
    return sorted((line for line in summary.drivers if line.base != "hidden"), key=lambda line: -line.n)


def _name(line: DriverLine, wording: Wording) -> str:
    return f"{line.label} ({wording.whole(line.n)})"


def _name_axis() -> alt.Axis:
    return alt.Axis(
        labelLimit=_LABELS - 6,
        labelPadding=6,
        minExtent=_LABELS,
        maxExtent=_LABELS,
        domain=False,
        ticks=False,
        grid=False,
    )


def _number_expression(wording: Wording) -> str:
    """Write axis numbers as the language does; d3's own format knows English only."""
    decimal, group = wording.say("number.decimal"), wording.say("number.group")
    written = "format(datum.value, ',~f')"
    return f"replace(replace(replace({written}, /,/g, ';'), '.', '{decimal}'), /;/g, '{group}')"


def _impact_title(summary: Summary, wording: Wording) -> alt.TitleParams:
    clear = [line for line in summary.drivers if line.weighs and line.impact.sign]
    top = max(clear, key=lambda line: abs(line.impact.value or 0.0), default=None)
    net = summary.net_name
    title = wording.say("chart.impact", driver=top.label, net=net) if top else wording.say("chart.impact_none")
    subtitle = wording.say("chart.impact_subtitle", net=net)
    if any(line.base == "indicative" for line in impact_lines(summary)):
        subtitle = f"{subtitle}. {wording.say('chart.indicative_note')}"
    return _title(title, subtitle)


def _title(title: str, subtitle: str) -> alt.TitleParams:
    return alt.TitleParams(
        textwrap.wrap(title, 58),
        subtitle=textwrap.wrap(subtitle, 78),
        anchor="start",
        frame="bounds",
        fontSize=16,
        subtitleFontSize=12.5,
        offset=12,
    )


def _finish(chart: _Chart, title: alt.TitleParams, rows: int) -> _Chart:
    finished: _Chart = (
        chart.properties(title=title, width=_WIDTH, height=_ROW * max(rows, 1), autosize=_FIT)
        .configure(font=_FONT)
        .configure_axis(labelFontSize=13, titleFontSize=12.5, titleFontWeight="normal", titlePadding=8)
        .configure_legend(labelFontSize=12.5, symbolSize=90)
        .configure_view(stroke=None)
    )
    return finished
