"""The terminal summary: one screen that says what was read, what was found and how far to trust it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from drijfveer.reporting.accounts import Account
from drijfveer.reporting.findings import Findings
from drijfveer.reporting.standouts import say_headline, say_standouts, write_figure, write_point
from drijfveer.reporting.summary import Q_LEVEL, DriverLine, Figure, Summary, summarise
from drijfveer.reporting.words import Wording

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")  # an export's names must not steer the terminal


@dataclass(frozen=True)
class _Column:
    """Say how a figure is written."""

    decimals: int = 0
    signed: bool = True
    unit: str = ""


_COLUMNS = {
    "share": _Column(signed=False, unit="%"),
    "contentment": _Column(),
    "net": _Column(),
    "impact": _Column(decimals=1),
    "association": _Column(),
}


@dataclass(frozen=True)
class _Layout:
    """Name the columns of the table, those among them that carry their interval, and the space between columns."""

    columns: tuple[str, ...]
    intervals: tuple[str, ...]
    space: int  # beside the one that the box puts there


_ALL = ("n", "share", "contentment", "net", "impact", "association", "star")
_FEWER = ("n", "share", "contentment", "net", "impact", "star")
# From wide to narrow; the first that fits is taken.
_WITH_SCORE = (
    _Layout(_ALL, ("share", "contentment", "net", "impact", "association"), 1),
    _Layout(_ALL, ("contentment", "net", "impact"), 1),
    _Layout(_ALL, ("contentment", "net", "impact"), 0),
    _Layout(_FEWER, ("net", "impact"), 1),
    _Layout(_FEWER, ("net", "impact"), 0),
    _Layout(("n", "net", "impact", "star"), ("net", "impact"), 0),
    _Layout(("n", "impact", "star"), ("impact",), 0),
)
_WITHOUT_SCORE = (_Layout(("n", "share", "contentment"), ("share", "contentment"), 1),)


def render_terminal(findings: Findings, *, language: str = "en") -> Group:
    """Lay out the summary for rich's ``Console.print``, in nl or en; it fits itself to the console's width."""
    summary = summarise(findings, language=language)
    wording = summary.wording(minus="-")
    parts: list[Text | Table | _DriverTable] = [
        *_source(summary, wording),
        Text(),
        _line(say_headline(summary, wording), "bold"),
        Text(),
    ]
    if summary.drivers:
        parts += [_DriverTable(summary, wording), Text()]
    parts += [_line(sentence) for sentence in say_standouts(summary, wording)]
    parts += [Text(), *_signals(summary, wording), *_coverage(summary, wording)]
    if summary.notes:
        parts += [Text(), _line(wording.say("section.notes"), "bold")]
        parts.append(_list(summary.notes))
    return Group(*parts)


def _line(words: str, style: str = "") -> Text:
    """Make a line of plain text: markup in it means nothing, and control characters are taken out."""
    return Text(_CONTROL.sub(" ", words), style=style)


def _list(lines: tuple[str, ...]) -> Table:
    grid = Table.grid(padding=(0, 1, 0, 0))
    for line in lines:
        grid.add_row("-", _line(line))
    return grid


def _source(summary: Summary, wording: Wording) -> list[Text]:
    columns = [
        f"{wording.say(f'role.{role}') if wording.says(f'role.{role}') else role} = {column}"
        for role, column in summary.columns.items()
    ]
    scale = summary.scale.label(summary.language) if summary.scale else wording.say("report.no_scale")
    lines = [_line(wording.say("report.source", name=summary.name))]
    if columns:
        lines.append(_line(f"{wording.say('report.columns')}: {', '.join(columns)}"))
    return [*lines, _line(f"{wording.say('report.scale')}: {scale}")]


@dataclass(frozen=True)
class _DriverTable:
    """Lay out the drivers with as many columns and intervals as the console is wide, and explain those columns."""

    summary: Summary
    wording: Wording

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        layouts = _WITHOUT_SCORE if self.summary.scale is None else _WITH_SCORE
        roomy = options.update(max_width=10_000)
        for layout in layouts:
            table = self._table(layout)
            if Measurement.get(console, roomy, table).maximum <= options.max_width or layout is layouts[-1]:
                yield table
                yield from _footnotes(self.summary, self.wording, layout)
                return

    def _table(self, layout: _Layout) -> Table:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, layout.space, 0, 0), show_edge=False)
        table.add_column(self.wording.say("short.driver"), overflow="fold", min_width=12)
        net = _net_heading(self.summary, self.wording)
        for key in layout.columns:
            table.add_column(self.wording.say(f"short.{key}", net=net), justify="right", no_wrap=True)
        for line in self.summary.drivers:
            table.add_row(_line(line.label), *(self._cell(line, key, layout) for key in layout.columns))
        return table

    def _cell(self, line: DriverLine, key: str, layout: _Layout) -> Text:
        if key == "n":
            words = self.wording.whole(line.n) + self._mark(line)
        elif key == "star":
            words = "*" if line.starred else ""
        else:
            column = _COLUMNS[key]
            write = write_figure if key in layout.intervals else write_point
            figure: Figure = getattr(line, key)
            decimals = self.summary.share_decimals if key == "share" else column.decimals
            words = write(figure, self.wording, decimals, signed=column.signed, unit=column.unit)
        style = {-1: "red", 1: "green"}.get(line.impact.sign, "") if key == "impact" else ""
        return Text(words, style=style if line.base == "ok" else "dim")

    def _mark(self, line: DriverLine) -> str:
        return " " if line.base == "ok" else self.wording.say(f"base.{line.base}_mark")


def _net_heading(summary: Summary, wording: Wording) -> str:
    return summary.net_name if summary.net_name == "NPS" else wording.say("short.net_other")


def _base(summary: Summary, wording: Wording) -> str:
    base = wording.say("short.base", base=wording.count("count.respondents", summary.base), who=summary.base_words)
    if not summary.base_net.known:
        return base
    net = wording.number(summary.base_net.value, signed=True)
    return f"{base} {wording.say('short.base_net', net=summary.net_name, value=net)}"


def _footnotes(summary: Summary, wording: Wording, layout: _Layout) -> list[Text]:
    bases = {line.base for line in summary.drivers}
    notes = [_base(summary, wording), wording.say("explain.brackets")]
    if "contentment" in layout.columns:
        notes.append(wording.say("short.explain_contentment"))
    if "net" in layout.columns:
        notes.append(wording.say("short.explain_net", net=_net_heading(summary, wording)))
    if "impact" in layout.columns:
        notes.append(wording.say("short.explain_impact", net=summary.net_name))
    notes += [wording.say(f"base.{base}") for base in ("indicative", "hidden") if base in bases]
    if any(line.starred for line in summary.drivers):
        notes.append(wording.say("star.note", level=wording.number(Q_LEVEL, 2)))
    if summary.unmentioned:
        notes.append(wording.say("table.unmentioned", names=", ".join(summary.unmentioned)))
    return [_line(note, "dim") for note in notes]


def _signals(summary: Summary, wording: Wording) -> list[Text]:
    found = [signal for signal in summary.signals if signal.n]
    if not found:
        return [_line(wording.say("signals.none"))] if summary.signals else []
    said = [
        wording.say(
            "signals.terminal",
            signal=signal.label,
            n=wording.whole(signal.n),
            total=wording.whole(summary.comments),
            share=wording.percent(signal.share, summary.share_decimals),
        )
        for signal in found
    ]
    return [_line(f"{wording.say('section.signals')}: {'; '.join(said)}.")]


def _coverage(summary: Summary, wording: Wording) -> list[Text]:
    accounts = {account.id: account for account in summary.accounts}
    rows, drivers = accounts["rows"], accounts["drivers"]
    number = partial(_part, wording=wording)
    without = drivers.part(wording.say("coverage.without_mention"))
    line = wording.say(
        "coverage.terminal",
        comments=wording.whole(summary.comments),
        rows=wording.whole(rows.total),
        non_answers=number(rows, "coverage.non_answer"),
        empty=number(rows, "coverage.empty"),
        without=wording.whole(without.n),
        share=wording.percent(without.share, summary.share_decimals),
    )
    spoken = ", ".join(
        f"{part.label} {wording.whole(part.n)} ({wording.percent(part.share, summary.share_decimals)})"
        for part in accounts["language"].parts
    )
    return [_line(line), *([_line(wording.say("coverage.languages", languages=spoken))] if spoken else [])]


def _part(account: Account, key: str, wording: Wording) -> str:
    return wording.whole(account.part(wording.say(key)).n)
