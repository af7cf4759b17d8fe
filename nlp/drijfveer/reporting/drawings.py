"""Drawings: the charts as SVG, each with its alternative in words."""

from __future__ import annotations

import re

import altair as alt
import vl_convert
from markupsafe import Markup

from drijfveer.reporting.charts import draw_drivers, draw_mentions, impact_lines, mention_lines
from drijfveer.reporting.summary import Summary
from drijfveer.reporting.words import Wording

# The page's own text colour, so that one chart serves light, dark and paper.
_INK = "currentColor"
_CHART_COLOURS = {
    "background": None,
    "title": {"color": _INK, "subtitleColor": _INK},
    "axis": {"labelColor": _INK, "titleColor": _INK, "gridColor": "#8884", "domainColor": "#888", "tickColor": "#888"},
    "legend": {"labelColor": _INK, "titleColor": _INK},
}


def render_charts(summary: Summary) -> list[Markup]:
    """Draw the charts that the figures allow: impact with its intervals, and who mentions what."""
    wording = summary.wording()
    charts = []
    if impact_lines(summary) and summary.scale is not None:
        charts.append(_svg(draw_drivers(summary), _impact_alt(summary, wording)))
    if mention_lines(summary):
        charts.append(_svg(draw_mentions(summary), _mentions_alt(summary, wording)))
    return charts


def _svg(chart: alt.Chart | alt.LayerChart, alternative: str) -> Markup:
    """Turn a chart into SVG that scales with the page and carries its text alternative."""
    svg: str = vl_convert.vegalite_to_svg(chart.to_dict(), config=_CHART_COLOURS, allowed_base_urls=[])
    size = re.search(r' width="([\d.]+)" height="[\d.]+"', svg)
    if size:
        svg = svg.replace(size.group(0), "", 1)
    opening = Markup('<svg role="img" aria-label="{}" ').format(alternative)
    return opening + Markup(svg.removeprefix("<svg "))  # noqa: S704 - made by vl-convert, which escapes text


def _impact_alt(summary: Summary, wording: Wording) -> str:
    lines = [
        wording.say(
            "chart.impact_line",
            driver=line.label,
            value=wording.number(line.impact.value, signed=True),
            low=wording.number(line.impact.low, signed=True),
            high=wording.number(line.impact.high, signed=True),
        )
        for line in impact_lines(summary)
    ]
    return wording.say("chart.impact_alt", net=summary.net_name, lines=" ".join(lines))


def _mentions_alt(summary: Summary, wording: Wording) -> str:
    lines = [
        wording.say(
            "chart.mentions_line",
            driver=line.label,
            n=wording.whole(line.n),
            **{name: wording.whole(n) for name, n in line.polarities.items()},
        )
        for line in mention_lines(summary)
    ]
    return wording.say("chart.mentions_alt", lines=" ".join(lines))
