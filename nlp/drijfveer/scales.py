"""Score scales: their bounds, direction, and what makes a promoter or a detractor on each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import pandas as pd

from drijfveer.errors import SettingsError

HEADLINES = ("net", "top_box", "mean")


@dataclass(frozen=True)
class Scale:
    """Describe a score scale and its cuts.

    On a scale with ``good == "high"`` scores of ``promoter_from`` and above are promoters and scores of
    ``detractor_to`` and below are detractors; with ``good == "low"`` it is the other way round. What lies
    between is passive. ``top_from`` bounds the top box in the same way.
    """

    name: str
    label_nl: str
    label_en: str
    low: float
    high: float
    good: str
    promoter_from: float
    detractor_to: float
    headline: str
    top_from: float | None
    names: tuple[str, ...]
    why: str

    def __post_init__(self) -> None:
        """Refuse cuts that overlap or lie off the scale."""
        for cut in (self.promoter_from, self.detractor_to):
            if not self.low <= cut <= self.high:
                raise SettingsError(
                    f"The cut {cut:g} is off the scale {self.name}, which runs from {self.low:g} to {self.high:g}."
                )
        if self._sign * self.promoter_from <= self._sign * self.detractor_to:
            better, worse = ("above", "at most") if self.good == "high" else ("below", "at least")
            raise SettingsError(
                f"On the scale {self.name} promoters must start {better} the detractors: "
                f"found promoter from {self.promoter_from:g} and detractor {worse} {self.detractor_to:g}."
            )

    @property
    def _sign(self) -> int:
        return 1 if self.good == "high" else -1

    def label(self, language: str) -> str:
        """Name the scale for people, in nl or en."""
        return self.label_nl if language == "nl" else self.label_en

    def holds(self, scores: pd.Series) -> pd.Series:
        """Tell for each score whether it lies on the scale (missing scores do not)."""
        return scores.between(self.low, self.high)

    def status(self, scores: pd.Series) -> pd.Series:
        """Give promoter, passive or detractor for each score; missing where there is no score on the scale.

        >>> scale("nps").status(pd.Series([10.0, 8.0, 6.0])).tolist()
        ['promoter', 'passive', 'detractor']
        """
        turned = self._sign * scores
        status = np.select(
            [turned >= self._sign * self.promoter_from, turned <= self._sign * self.detractor_to],
            ["promoter", "detractor"],
            "passive",
        )
        return pd.Series(status, index=scores.index, dtype="str").where(self.holds(scores))

    def top(self, scores: pd.Series) -> pd.Series:
        """Tell for each score whether it lies in the top box."""
        bound = self.promoter_from if self.top_from is None else self.top_from
        return self._sign * scores >= self._sign * bound

    def with_cuts(self, promoter_from: float | None = None, detractor_to: float | None = None) -> Scale:
        """Return the scale with other cuts; raises SettingsError where they overlap or lie off the scale."""
        return replace(
            self,
            promoter_from=self.promoter_from if promoter_from is None else promoter_from,
            detractor_to=self.detractor_to if detractor_to is None else detractor_to,
        )


@cache
def scales() -> dict[str, Scale]:
    """Read the scales that ship, by name, in the order of ``scales.toml``."""
    text = resources.files("drijfveer").joinpath("scales.toml").read_text(encoding="utf-8")
    return {name: _scale(name, entry) for name, entry in tomllib.loads(text).items()}


def _scale(name: str, entry: dict[str, Any]) -> Scale:
    return Scale(
        name=name,
        label_nl=entry["label"]["nl"],
        label_en=entry["label"]["en"],
        low=entry["low"],
        high=entry["high"],
        good=entry["good"],
        promoter_from=entry["promoter_from"],
        detractor_to=entry["detractor_to"],
        headline=entry["headline"],
        top_from=entry.get("top_from"),
        names=tuple(entry["names"]),
        why=entry["why"],
    )


def scale(name: str) -> Scale:
    """Return a scale by its name; raises SettingsError naming those that exist."""
    try:
        return scales()[name]
    except KeyError:
        raise SettingsError(f"There is no scale {name!r}. Allowed: {', '.join(scales())}.") from None
