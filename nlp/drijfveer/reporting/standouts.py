"""Standouts: what stands out, in sentences; only where an interval excludes zero, and never as a cause."""

from __future__ import annotations

from drijfveer.reporting.summary import DriverLine, Figure, Measure, Summary
from drijfveer.reporting.words import Wording


def say_headline(summary: Summary, wording: Wording) -> str:
    """Write the headline score with its interval and base in one line."""
    if summary.headline is None:
        return wording.say("headline.no_score")
    return say_measure(summary.headline, wording)


def say_measure(measure: Measure, wording: Wording) -> str:
    """Write a measure with its interval and base in one line."""
    figure, n = measure.figure, wording.whole(measure.n)
    if figure.value is None:
        return wording.say("headline.line_none", measure=measure.label, n=n)
    value = write_value(measure, figure.value, wording)
    if figure.low is None or figure.high is None:
        return wording.say("headline.line_no_interval", measure=measure.label, value=value, n=n)
    low, high = (write_value(measure, limit, wording) for limit in (figure.low, figure.high))
    return wording.say("headline.line", measure=measure.label, value=value, low=low, high=high, n=n)


def write_value(measure: Measure, value: float, wording: Wording) -> str:
    """Write a value of a measure in its unit."""
    number = wording.number(value, measure.decimals, signed=measure.unit == "points")
    return f"{number}%" if measure.unit == "percent" else number


def write_figure(figure: Figure, wording: Wording, decimals: int = 0, *, signed: bool = False, unit: str = "") -> str:
    """Write a figure and its interval on one line, as in "−8.2 [−11.0; −5.4]"; a dash where it is left out."""
    value = write_point(figure, wording, decimals, signed=signed, unit=unit)
    if figure.value is None or figure.low is None or figure.high is None:
        return value
    low, high = (wording.number(limit, decimals) for limit in (figure.low, figure.high))
    return f"{value} [{low}; {high}]"


def write_point(figure: Figure, wording: Wording, decimals: int = 0, *, signed: bool = False, unit: str = "") -> str:
    """Write a figure without its interval; a dash where it is left out."""
    number = wording.number(figure.value, decimals, signed=signed)
    return number + unit if figure.known else number


def say_standouts(summary: Summary, wording: Wording) -> tuple[str, ...]:
    """Say what is most strongly associated with a lower and a higher score, or that nothing stands out.

    Drivers on an indicative or hidden base, and the catch-all, are not considered. Without a score it goes by
    contentment.
    """
    weighed = [line for line in summary.drivers if line.weighs]
    if not weighed:
        return (wording.say("standout.nothing_to_weigh"),)
    if not any(line.impact.known for line in weighed):
        return _say_contentment(weighed, wording)
    said = []
    for sign, key in ((-1, "standout.hurts"), (1, "standout.helps")):
        line = _extreme(weighed, "impact", sign)
        if line is not None:
            said.append(_say_impact(line, key, summary, wording))
    return tuple(said) or (wording.say("standout.nothing"),)


def _extreme(lines: list[DriverLine], name: str, sign: int) -> DriverLine | None:
    """Find the line whose figure is farthest in one direction, among those whose interval excludes 0."""
    found = [line for line in lines if getattr(line, name).sign == sign]
    return max(found, key=lambda line: sign * getattr(line, name).value, default=None)


def _say_impact(line: DriverLine, key: str, summary: Summary, wording: Wording) -> str:
    limits = sorted(abs(limit) for limit in (line.impact.low, line.impact.high) if limit is not None)
    sentence = wording.say(
        key,
        driver=line.label,
        net=summary.net_name,
        mentioners=wording.count("count.respondents", line.n),
        points=wording.number(abs(line.impact.value or 0.0)),
        low=wording.number(limits[0]),
        high=wording.number(limits[-1]),
    )
    if line.q is None or line.starred:
        return sentence
    return f"{sentence} {wording.say('standout.chance', q=wording.q(line.q))}"


def _say_contentment(lines: list[DriverLine], wording: Wording) -> tuple[str, ...]:
    said = []
    for sign, key in ((-1, "standout.most_negative"), (1, "standout.most_positive")):
        line = _extreme(lines, "contentment", sign)
        if line is not None:
            said.append(
                wording.say(
                    key,
                    driver=line.label,
                    value=wording.number(line.contentment.value, 0, signed=True),
                    low=wording.number(line.contentment.low, 0, signed=True),
                    high=wording.number(line.contentment.high, 0, signed=True),
                    mentioners=wording.count("count.respondents", line.n),
                )
            )
    return tuple(said) or (wording.say("standout.nothing_content"),)
