"""The HTML report: one file that needs nothing from outside and runs no code."""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
from functools import cache, partial
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from drijfveer.errors import SettingsError
from drijfveer.reporting import standouts
from drijfveer.reporting.findings import Findings
from drijfveer.reporting.quotes import quote_drivers, quote_signals
from drijfveer.reporting.summary import Q_LEVEL, Figure, Summary, summarise
from drijfveer.reporting.words import Wording
from drijfveer.tables import STATUSES

_SIGNAL_QUOTES = 3
_OPEN = 3  # drivers that are unfolded to begin with


def render_html(findings: Findings, *, language: str = "nl", date: datetime.date | None = None, quotes: int = 6) -> str:
    """Write the report as one HTML page, in nl or en, with up to ``quotes`` quotes per driver.

    The same findings and date give the same page, character for character. Raises SettingsError for another
    language or a negative number of quotes.
    """
    # Here, since Altair takes longer to load than all else in this room.
    from drijfveer.reporting.drawings import render_charts

    if quotes < 0:
        raise SettingsError(f"The number of quotes per driver is {quotes}; allowed is 0 or more.")
    summary = summarise(findings, language=language)
    wording = summary.wording()
    style = _style()
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            s=summary,
            w=wording,
            say=wording.say,
            date=None if date is None else wording.date(date),
            title=_title(summary, wording),
            headline=standouts.say_headline(summary, wording),
            standouts=standouts.say_standouts(summary, wording),
            value=partial(standouts.write_value, wording=wording),
            measure_line=partial(standouts.say_measure, wording=wording),
            figure=partial(_figure, wording),
            figure_line=partial(standouts.write_figure, wording=wording),
            column_name=partial(_column_name, summary, wording),
            role_name=partial(_role_name, wording),
            charts=render_charts(summary),
            quotes=quote_drivers(findings, [line.id for line in summary.drivers], quotes),
            signal_quotes=quote_signals(findings, min(quotes, _SIGNAL_QUOTES)),
            theme_label=partial(findings.codebook.label_of, language=language),
            anchor=_anchor,
            statuses=STATUSES,
            level=wording.number(Q_LEVEL, 2),
            open_drivers=_OPEN,
            style=Markup(style),  # noqa: S704 - our own file
            style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("drijfveer.reporting"),
        autoescape=True,  # comments are untrusted text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def _style() -> str:
    return resources.files("drijfveer.reporting").joinpath("templates/report.css").read_text(encoding="utf-8")


def _title(summary: Summary, wording: Wording) -> str:
    if summary.scale is None:
        return wording.say("report.title_no_score")
    return wording.say("report.title", net=summary.net_name)


def _column_name(summary: Summary, wording: Wording, key: str) -> str:
    words = wording.say(f"table.{key}", net=summary.net_name)
    return words if len(words) == 1 else words[0].upper() + words[1:]


def _role_name(wording: Wording, role: str) -> str:
    return wording.say(f"role.{role}") if wording.says(f"role.{role}") else role


def _anchor(code: str) -> str:
    return "driver-" + re.sub(r"[^a-z0-9]+", "-", code.lower())


def _figure(wording: Wording, figure: Figure, decimals: int = 0, *, signed: bool = True, unit: str = "") -> Markup:
    """Write a figure with its interval beneath it; a dash where it is left out."""
    value = escape(standouts.write_point(figure, wording, decimals, signed=signed, unit=unit))
    if figure.value is None or figure.low is None or figure.high is None:
        return value
    low, high = (escape(wording.number(limit, decimals)) for limit in (figure.low, figure.high))
    return Markup('{} <span class="interval">[{}; {}]</span>').format(value, low, high)
