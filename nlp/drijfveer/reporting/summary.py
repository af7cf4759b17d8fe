"""Summary: the tables of an analysis as one piece of plain data that every form of report is made from."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from drijfveer.codebook import Codebook, Signal
from drijfveer.reporting.accounts import Account, count_comments, keep_accounts
from drijfveer.reporting.findings import Findings
from drijfveer.reporting.words import Wording
from drijfveer.scales import Scale
from drijfveer.tables import STATUSES

Q_LEVEL = 0.05
_LARGE_BASE = 1000


@dataclass(frozen=True)
class Figure:
    """Hold a figure with the limits of its interval; None where it is not known or left out."""

    value: float | None
    low: float | None = None
    high: float | None = None

    @property
    def known(self) -> bool:
        """Tell whether there is a figure."""
        return self.value is not None

    @property
    def sign(self) -> int:
        """Give -1 or 1 where the whole interval lies below or above 0, else 0."""
        if self.low is not None and self.low > 0:
            return 1
        return -1 if self.high is not None and self.high < 0 else 0


@dataclass(frozen=True)
class Measure:
    """Hold one line about the score of all respondents; ``unit`` is points, percent or scale."""

    id: str
    label: str
    unit: str
    decimals: int
    figure: Figure
    n: int
    method: str


@dataclass(frozen=True)
class DriverLine:
    """Hold what is known of a driver or theme; figures of a hidden base are left out, counts by polarity too."""

    id: str
    label: str
    definition: str
    base: str
    n: int
    mentioned: bool  # by anyone, those without a score included
    polarities: Mapping[str, int]  # pos, mixed, neu, neg -> respondents
    share: Figure
    status_shares: Mapping[str, float | None]
    contentment: Figure
    net: Figure
    impact: Figure
    association: Figure
    q: float | None
    themes: tuple[DriverLine, ...] = ()
    catch_all: bool = False  # no driver of its own: what is said of the whole

    @property
    def weighs(self) -> bool:
        """Tell whether it may be named as what stands out: on a base that is large enough, and a real driver."""
        return self.base == "ok" and not self.catch_all

    @property
    def starred(self) -> bool:
        """Tell whether the association passes the level of q."""
        return self.q is not None and self.q < Q_LEVEL


@dataclass(frozen=True)
class SignalLine:
    """Hold how many respondents give a signal, and of them how many with each polarity."""

    id: str
    label: str
    definition: str
    n: int
    share: float | None
    polarities: Mapping[str, int]


@dataclass(frozen=True)
class Summary:
    """Hold all figures of a report in one language, sorted as they are shown."""

    language: str
    name: str
    columns: Mapping[str, str]
    scale: Scale | None  # None where nobody has a score
    net_name: str
    base: int  # respondents that shares and impact rest on
    base_words: str  # who they are
    base_net: Figure  # their NPS or net score
    comments: int  # respondents who gave a comment
    headline: Measure | None
    measures: tuple[Measure, ...]
    drivers: tuple[DriverLine, ...]  # those that are mentioned
    unmentioned: tuple[str, ...]
    signals: tuple[SignalLine, ...]
    accounts: tuple[Account, ...]
    notes: tuple[str, ...]
    facts: Mapping[str, str]
    confidence: float
    hidden_below: int
    indicative_below: int

    def wording(self, minus: str = "−") -> Wording:
        """Give the words that fit this summary: its language, confidence and bounds."""
        return Wording(self.language, minus, self.confidence, self.hidden_below, self.indicative_below)

    @property
    def share_decimals(self) -> int:
        """Give the decimals of shares: whole percents cannot tell small shares of a large base apart."""
        return 1 if self.base >= _LARGE_BASE else 0


def summarise(findings: Findings, *, language: str = "nl") -> Summary:
    """Turn the tables of an analysis into a Summary in nl or en; raises SettingsError for another language."""
    wording = Wording(language)
    scale = findings.scale if (findings.score["n"] > 0).any() else None
    net_name = wording.say("net.nps" if scale and scale.name == "nps" else "net.other")
    lines = _driver_lines(findings.drivers, findings.codebook, language)
    measures = tuple(_measure(row, scale, wording) for row in _rows(findings.score)) if scale else ()
    comments = count_comments(findings)
    return Summary(
        language=language,
        name=findings.name,
        columns=dict(findings.columns),
        scale=scale,
        net_name=net_name,
        base=_base(findings),
        base_words=wording.say(f"base_scored.{findings.base}" if scale else f"base_unscored.{findings.base}"),
        base_net=_base_net(measures, findings.base),
        comments=comments,
        headline=_headline(measures, scale),
        measures=measures,
        drivers=tuple(sorted((line for line in lines if line.mentioned), key=_order)),
        unmentioned=tuple(line.label for line in lines if not line.mentioned),
        signals=tuple(
            _signal_line(signal, findings.signals, comments, language) for signal in findings.codebook.signals
        ),
        accounts=keep_accounts(findings, wording),
        notes=tuple(note.text(language) for note in findings.notes),
        facts=dict(findings.facts),
        confidence=findings.confidence,
        hidden_below=findings.hidden_below,
        indicative_below=findings.indicative_below,
    )


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _number(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else float(value)


def _figure(row: Mapping[str, Any], name: str) -> Figure:
    if row["base"] == "hidden":
        return Figure(None)
    return Figure(_number(row[name]), _number(row[f"{name}_low"]), _number(row[f"{name}_high"]))


def _measure(row: Mapping[str, Any], scale: Scale, wording: Wording) -> Measure:
    name = str(row["measure"])
    key = f"measure.{name}"
    unit = "scale" if name == "mean" else "points" if name.startswith(("nps", "net")) else "percent"
    return Measure(
        id=name,
        label=wording.say(key, range=_top_range(scale, wording)) if wording.says(key) else name.replace("_", " "),
        unit=unit,
        decimals=2 if unit == "scale" and scale.high - scale.low <= 10 else 1,
        figure=Figure(_number(row["value"]), _number(row["low"]), _number(row["high"])),
        n=int(row["n"]),
        method=wording.say(f"interval_method.{row['method']}"),
    )


def _top_range(scale: Scale, wording: Wording) -> str:
    bound = scale.promoter_from if scale.top_from is None else scale.top_from
    low, high = (bound, scale.high) if scale.good == "high" else (scale.low, bound)
    return f"{wording.score(low)}–{wording.score(high)}"


def _headline(measures: tuple[Measure, ...], scale: Scale | None) -> Measure | None:
    """Choose what the scale puts on top, else the first measure that there is."""
    if scale is None:
        return None
    wanted = ("nps", "net") if scale.headline == "net" else (scale.headline,)
    chosen = [measure for measure in measures if measure.id in wanted]
    return next(iter([*chosen, *measures]), None)


def _driver_lines(drivers: pd.DataFrame, codebook: Codebook, language: str) -> list[DriverLine]:
    definitions = {entry.id: entry.definition.in_language(language) for entry in codebook.drivers}
    definitions |= {entry.id: entry.definition.in_language(language) for entry in codebook.themes.values()}
    themes: dict[str, list[DriverLine]] = {}
    for row in _rows(drivers[drivers["level"] == "theme"]):
        line = _driver_line(row, str(row["theme"]), codebook, definitions, language, ())
        themes.setdefault(str(row["driver"]), []).append(line)
    lines = []
    for row in _rows(drivers[drivers["level"] == "driver"]):
        code = str(row["driver"])
        below = sorted((line for line in themes.get(code, []) if line.mentioned), key=lambda line: -line.n)
        lines.append(_driver_line(row, code, codebook, definitions, language, tuple(below)))
    return lines


def _driver_line(
    row: Mapping[str, Any],
    code: str,
    codebook: Codebook,
    definitions: Mapping[str, str],
    language: str,
    themes: tuple[DriverLine, ...],
) -> DriverLine:
    hidden = row["base"] == "hidden"
    counts = {"pos": "n_positive", "mixed": "n_mixed", "neu": "n_neutral", "neg": "n_negative"}
    return DriverLine(
        id=code,
        label=codebook.label_of(code, language),
        definition=definitions[code],
        base=str(row["base"]),
        n=int(row["n"]),
        mentioned=bool(row["n"] or row["n_unscored"]),
        polarities={} if hidden else {name: int(row[column]) for name, column in counts.items()},
        share=_figure(row, "share"),
        status_shares={status: None if hidden else _number(row[f"share_{status}"]) for status in STATUSES},
        contentment=_figure(row, "contentment"),
        net=_figure(row, "nps"),
        impact=_figure(row, "impact"),
        association=_figure(row, "association"),
        q=None if hidden else _number(row["q_value"]),
        themes=themes,
        catch_all=codebook.catch_all in (code, *(line.id for line in themes)),
    )


def _order(line: DriverLine) -> tuple[bool, float, int]:
    """Sort by size of impact, those without last, then by respondents; ties keep the order of the codebook."""
    impact = line.impact.value
    return (impact is None, 0.0 if impact is None else -abs(impact), -line.n)


def _base(findings: Findings) -> int:
    """Give the respondents that shares and impact rest on; all drivers have the same."""
    return 0 if findings.drivers.empty else int(findings.drivers["n_base"].iloc[0])


def _base_net(measures: tuple[Measure, ...], base: str) -> Figure:
    wanted = ("nps", "net") if base == "respondents" else ("nps_commenters", "net_commenters")
    return next((measure.figure for measure in measures if measure.id in wanted), Figure(None))


def _signal_line(signal: Signal, signals: pd.DataFrame, comments: int, language: str) -> SignalLine:
    here = signals[signals["signal"] == signal.id]
    n = int(here["comment_id"].nunique())
    return SignalLine(
        id=signal.id,
        label=signal.label.in_language(language),
        definition=signal.definition.in_language(language),
        n=n,
        share=100 * n / comments if comments else None,
        polarities=_counted(here, ("pos", "neg")),
    )


def _counted(signals: pd.DataFrame, polarities: Iterable[str]) -> dict[str, int]:
    counts = {name: int(signals.loc[signals["polarity"] == name, "comment_id"].nunique()) for name in polarities}
    return {name: n for name, n in counts.items() if n}
