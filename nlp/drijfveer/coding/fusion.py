"""Fusion: rules and a driver model weighed together, per comment and theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drijfveer.coding.draft import Draft
from drijfveer.coding.mention import Mention
from drijfveer.tables import POLARITIES

Floats = NDArray[np.float32]

THEME_EVIDENCE = (
    "comment",  # the model's log-odds for the whole comment
    "unit",  # and the highest for one of its units
    "gap",  # how far that is below the highest of any theme
    "hit",  # 1 where the rules gave the theme
    "near",  # 1 where its own words judge it, or words close by
    "strength",  # how strongly
    "beside",  # log of 1 + how many other themes the rules gave, where they gave this one too
    "elsewhere",  # the same where they did not give this one
    "kin",  # 1 where the rules gave another theme of the same driver instead
    "hit x unit",
    "hit x length",
    "length",  # log of 1 + words
)
POLARITY_EVIDENCE = (
    *(f"rule {polarity}" for polarity in POLARITIES),
    "strength",  # of the rules' polarity, -1 to 1
    "praise",  # in the unit, by the lexicon
    "blame",
    *(f"unit {polarity}" for polarity in POLARITIES),  # the polarity model's log-odds for the unit
    *(f"comment {polarity}" for polarity in POLARITIES),  # and for the whole comment
)
NEAR = 0.7  # confidence from which a rule's code is near


@dataclass(frozen=True, slots=True)
class Scores:
    """Hold a model's log-odds for ``comments`` and ``units`` (rows, classes); ``of`` is the comment of each unit."""

    comments: Floats
    units: Floats
    of: NDArray[np.intp]

    def only(self, chosen: NDArray[np.bool_]) -> Scores:
        """Give the scores of some of the comments (comments)."""
        kept = chosen[self.of]
        return Scores(self.comments[chosen], self.units[kept], (np.cumsum(chosen) - 1)[self.of[kept]])

    def highest(self) -> Floats:
        """Give the highest log-odds of any unit (comments, classes); those of the comment where it has no unit."""
        highest = self.comments.copy()
        if len(self.of):
            starts = np.flatnonzero(np.diff(self.of, prepend=-1))
            highest[self.of[starts]] = np.maximum.reduceat(self.units, starts, axis=0)
        return highest


def theme_evidence(drafts: Sequence[Draft], scores: Scores, themes: Sequence[str]) -> Floats:
    """Give what speaks for each theme (comments, themes, evidence), in the order of THEME_EVIDENCE."""
    column = {theme: number for number, theme in enumerate(themes)}
    hit, near, strength = (np.zeros((len(drafts), len(themes)), dtype=np.float32) for _ in range(3))
    for row, draft in enumerate(drafts):
        for mention in draft.mentions:
            place = column.get(mention.theme)
            if place is not None:
                hit[row, place] = 1
                near[row, place] = max(near[row, place], mention.confidence >= NEAR)
                strength[row, place] = max(strength[row, place], abs(mention.strength))
    missed = 1 - hit
    unit = scores.highest()
    length = np.log1p(np.array([[len(draft.words)] for draft in drafts], dtype=np.float32)).repeat(len(themes), axis=1)
    others = np.log1p(hit.sum(axis=1, keepdims=True) - hit)
    kin = (hit @ _same_driver(themes) > 0) * missed
    gap = unit - unit.max(axis=1, keepdims=True, initial=-np.inf)
    parts = (
        scores.comments,
        unit,
        gap,
        hit,
        near,
        strength,
        others * hit,
        others * missed,
        kin,
        hit * unit,
        hit * length,
        length,
    )
    return np.stack(parts, axis=2).astype(np.float32)


def _same_driver(themes: Sequence[str]) -> Floats:
    drivers = np.array([theme.split(".")[0] for theme in themes])
    return np.asarray(drivers[:, None] == drivers[None, :], dtype=np.float32)


def polarity_evidence(mention: Mention, draft: Draft, unit: Floats, comment: Floats) -> list[float]:
    """List what speaks for a mention's polarity, in the order of POLARITY_EVIDENCE.

    ``unit`` and ``comment`` are the polarity model's log-odds (in the order of POLARITIES). A mention of the model's
    own carries the polarity "" and says nothing by rule.
    """
    return [
        *(float(mention.polarity == polarity) for polarity in POLARITIES),
        mention.strength,
        min(draft.praise[mention.unit], 2.0),
        min(draft.blame[mention.unit], 2.0),
        *unit.tolist(),
        *comment.tolist(),
    ]


@dataclass(frozen=True, slots=True)
class Fusion:
    """Hold the weights of both decisions and the thresholds of the first.

    ``theme_coef`` (evidence), ``theme_bias`` (themes); a theme that the rules gave is kept from ``keep`` (themes) on,
    another is added from ``add`` (themes) on. ``polarity_coef`` (evidence, polarities), ``polarity_bias``
    (themes, polarities).
    """

    themes: Sequence[str]
    theme_coef: Floats
    theme_bias: Floats
    keep: Floats
    add: Floats
    polarity_coef: Floats
    polarity_bias: Floats

    def theme_probability(self, evidence: Floats) -> Floats:
        """Give the calibrated probability (comments, themes) that a comment speaks of a theme."""
        return np.asarray(1 / (1 + np.exp(-(evidence @ self.theme_coef + self.theme_bias))), dtype=np.float32)

    def polarity_probability(self, evidence: Sequence[Sequence[float]], themes: Sequence[int]) -> Floats:
        """Give the probability of each polarity (mentions, polarities)."""
        scores = np.asarray(evidence, dtype=np.float32) @ self.polarity_coef + self.polarity_bias[list(themes)]
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), dtype=np.float32)
