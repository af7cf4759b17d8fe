"""The table DRIVERS: per driver and theme its share, contentment, score, impact and association."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from drijfveer.codebook import Codebook
from drijfveer.errors import SettingsError, TableError
from drijfveer.linking.association import adjust_p_values, associate
from drijfveer.linking.impact import leave_out_impact
from drijfveer.linking.intervals import Interval, critical_value, tango_interval, wilson_interval
from drijfveer.linking.tally import GROUPS, PROFILES, Counts, Tally, contentment_counts, net_counts, tally_respondents
from drijfveer.tables import ANSWERS, DRIVERS, STATUSES

BASE_ANSWERS = {"commenters": ("comment", "none"), "respondents": ANSWERS}

Row = dict[str, object]


def link_drivers(
    comments: pd.DataFrame,
    mentions: pd.DataFrame,
    codebook: Codebook,
    *,
    base: str = "commenters",
    confidence: float = 0.95,
    hidden_below: int = 10,
    indicative_below: int = 30,
) -> pd.DataFrame:
    """Link drivers and themes to the score (table DRIVERS).

    First come the rows of level driver, then those of level theme, both in the order of the codebook; those never
    mentioned have n = 0. ``base`` is "commenters" (those whose answer is a comment or a non-answer such as "n.v.t.")
    or "respondents" (everyone). Of these, respondents without a score are left out, counted in ``n_unscored``;
    but where nobody has a score all of them are the base, and the columns about the score are missing. Every
    figure of a row rests on this one base. Rows with n below ``hidden_below`` keep their ids and counts only,
    those below ``indicative_below`` are marked. q-values are within the level, over the rows not hidden.
    All figures are associations among those who answered, not causes. Weights are not used.

    Raises SettingsError for settings and TableError for tables that are not allowed or do not fit each other.
    """
    settings = _Settings(base, confidence, hidden_below, indicative_below)
    return _table(tally_respondents(comments, mentions, codebook), codebook, settings)


def link_tally(
    tally: Tally,
    codebook: Codebook,
    *,
    base: str = "commenters",
    confidence: float = 0.95,
    hidden_below: int = 10,
    indicative_below: int = 30,
) -> pd.DataFrame:
    """Do as link_drivers does from a tally, such as the sum of the tallies of many parts."""
    return _table(tally, codebook, _Settings(base, confidence, hidden_below, indicative_below))


@dataclass(frozen=True)
class _Settings:
    base: str
    confidence: float
    hidden_below: int
    indicative_below: int

    def __post_init__(self) -> None:
        critical_value(self.confidence)
        if self.base not in BASE_ANSWERS:
            raise SettingsError(f"The base is {self.base!r}; allowed are {', '.join(BASE_ANSWERS)}.")
        if not 1 <= self.hidden_below <= self.indicative_below:
            raise SettingsError(
                f"Found hidden_below {self.hidden_below} and indicative_below {self.indicative_below}; "
                "hidden_below must be at least 1 and at most indicative_below."
            )

    def base_of(self, n: int) -> str:
        if n < self.hidden_below:
            return "hidden"
        return "indicative" if n < self.indicative_below else "ok"


def _table(tally: Tally, codebook: Codebook, settings: _Settings) -> pd.DataFrame:
    drivers = [driver.id for driver in codebook.drivers]
    if tally.codes != (*drivers, *codebook.themes):
        raise TableError(f"The tally was not made with the codebook {codebook.id!r}: its drivers and themes differ.")
    rows: list[Row] = []
    for level, codes in (("driver", drivers), ("theme", list(codebook.themes))):
        linked = [_link(code, tally, settings) for code in codes]
        q_values = adjust_p_values([p_value for _, p_value in linked])
        for code, (row, _), q_value in zip(codes, linked, q_values, strict=True):
            place: Row = {"level": level, "driver": code.split(".")[0], "theme": code if level == "theme" else None}
            rows.append({**place, **row, "q_value": q_value})
    return DRIVERS.frame(pd.DataFrame(rows, columns=DRIVERS.names))


def _link(code: str, tally: Tally, settings: _Settings) -> tuple[Row, float]:
    """Make the cells of one driver or theme, and give its p-value (NaN where there was no test)."""
    everyone = tally.answered(BASE_ANSWERS[settings.base])
    kept = _kept_groups(everyone)
    base = everyone * kept
    counts = tally.of(code)
    mentioners = counts * kept[:, np.newaxis]
    n = int(mentioners.sum())
    row: Row = {"n_base": int(base.sum()), "n": n, "base": settings.base_of(n)}
    row |= {f"n_{group}": int(count) for group, count in zip(GROUPS, counts.sum(axis=1), strict=True)}
    row |= {f"n_{profile}": int(count) for profile, count in zip(PROFILES, mentioners.sum(axis=0), strict=True)}
    if row["base"] == "hidden":
        return row, math.nan
    confidence = settings.confidence
    part, whole = net_counts(mentioners.sum(axis=1)), net_counts(base)
    association = associate(part, whole, confidence)
    row |= _interval("share", wilson_interval(n, base.sum(), confidence))
    row |= _shares_per_status(mentioners.sum(axis=1), base)
    row |= _interval("contentment", tango_interval(contentment_counts(mentioners.sum(axis=0)), confidence))
    row |= _interval("nps", tango_interval(part, confidence))
    row |= {"nps_without": 100 * (whole - part).value}
    row |= _interval("impact", leave_out_impact(part, whole, confidence))
    row |= _interval("association", association.difference)
    row |= {"p_value": association.p_value}
    return row, association.p_value


def _kept_groups(everyone: Counts) -> npt.NDArray[np.bool_]:
    """Keep those with a score, or, where nobody has one, those without."""
    scored = np.array([group in STATUSES for group in GROUPS])
    return scored if everyone[scored].any() else ~scored


def _interval(name: str, interval: Interval) -> Row:
    """Write an interval as three columns, in points or percent."""
    return {name: 100 * interval.value, f"{name}_low": 100 * interval.low, f"{name}_high": 100 * interval.high}


def _shares_per_status(mentioners: Counts, base: Counts) -> Row:
    return {
        f"share_{group}": 100 * int(count) / int(total) if total else math.nan
        for group, count, total in zip(GROUPS, mentioners, base, strict=True)
        if group in STATUSES
    }
