"""The score of all respondents: NPS or net, top box, shares and mean, each with its interval."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from drijfveer.errors import TableError
from drijfveer.linking.intervals import (
    Interval,
    NetCounts,
    critical_value,
    mean_interval,
    tango_interval,
    wilson_interval,
)
from drijfveer.scales import Scale
from drijfveer.tables import COMMENTS, SCORE, STATUSES

Row = dict[str, object]


def summarise_score(comments: pd.DataFrame, scale: Scale, *, confidence: float = 0.95) -> pd.DataFrame:
    """Summarise the score of all respondents who have one, whether they comment or not (table SCORE).

    The first row is the scale's headline. NPS and net are in points (-100..100), shares and top box in percent,
    the mean on the scale. The last row, ``nps_commenters`` or ``net_commenters``, is the same figure over those
    whose answer to the open question is not empty: the base of the drivers. Values are missing where nobody has a
    score. Weights are not used.

    Raises SettingsError for a confidence outside (0, 1), and TableError where the comments break their contract or
    their statuses do not follow the cuts of the scale.
    """
    critical_value(confidence)
    COMMENTS.check(comments)
    _check_status(comments, scale)
    scored = comments[scale.holds(comments["score"])]
    commenters = scored[scored["answer"] != "empty"]
    net = "nps" if scale.name == "nps" else "net"
    rows = [
        *_net_and_shares(net, scored, confidence),
        *_top_and_mean(scored["score"], scale, confidence),
        {**_net_and_shares(net, commenters, confidence)[0], "measure": f"{net}_commenters"},
    ]
    headline = net if scale.headline == "net" else scale.headline
    order = [headline, "top_box", net, *(f"share_{status}" for status in STATUSES), "mean", f"{net}_commenters"]
    return SCORE.frame(sorted(rows, key=lambda row: order.index(str(row["measure"]))))


def _net_and_shares(net: str, scored: pd.DataFrame, confidence: float) -> list[Row]:
    n = len(scored)
    promoters, passives, detractors = (int((scored["status"] == status).sum()) for status in STATUSES)
    rows = [_row(net, tango_interval(NetCounts(detractors, passives, promoters), confidence), n, "tango", 100)]
    for status, count in zip(STATUSES, (promoters, passives, detractors), strict=True):
        rows.append(_row(f"share_{status}", wilson_interval(count, n, confidence), n, "wilson", 100))
    return rows


def _top_and_mean(scores: pd.Series, scale: Scale, confidence: float) -> list[Row]:
    """Work from the sorted scores and their counts, so that the order of the rows cannot change a digit."""
    values, counts = np.unique(scores.to_numpy(dtype="float64"), return_counts=True)
    n = int(counts.sum())
    mean, deviation = math.nan, math.nan
    if n:
        mean = float(values @ counts) / n
        deviation = math.sqrt(float((values - mean) ** 2 @ counts) / max(n - 1, 1))
    interval = mean_interval(mean, deviation, n, confidence)
    low, high = np.clip([interval.low, interval.high], scale.low, scale.high)
    within = Interval(mean, float(low), float(high))
    rows = [_row("mean", within, n, "student")]
    if scale.headline == "top_box" or scale.top_from is not None:
        top = int(counts[scale.top(pd.Series(values)).to_numpy(dtype="bool")].sum())
        rows.append(_row("top_box", wilson_interval(top, n, confidence), n, "wilson", 100))
    return rows


def _row(measure: str, interval: Interval, n: int, method: str, factor: float = 1) -> Row:
    return {
        "measure": measure,
        "value": factor * interval.value,
        "low": factor * interval.low,
        "high": factor * interval.high,
        "n": n,
        "method": method,
    }


def _check_status(comments: pd.DataFrame, scale: Scale) -> None:
    expected = scale.status(comments["score"]).fillna("none")
    found = comments["status"].fillna("none")
    wrong = (found != expected).to_numpy()
    if wrong.any():
        score, status, should = (column[wrong].iloc[0] for column in (comments["score"], found, expected))
        raise TableError(
            f"In {int(wrong.sum())} rows of the table comments the status does not follow the cuts of the scale "
            f"{scale.name}: the score {score:g} has the status {status}, by the scale it is {should}. "
            "Summarise with the scale that the comments were read with."
        )
