"""Variety: how far labelled comments differ from each other, and how they compare with real ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_WORD = re.compile(r"[^\W_]+")
RUN = 4  # words in a row
SAMPLE = 10_000  # words over which forms are counted


@dataclass(frozen=True, slots=True)
class Variety:
    """Hold how varied a set of comments is.

    ``shared_runs``: share (0 to 1) of the different runs of four words that occur in more than one comment.
    ``forms``: different word forms per 10,000 words. ``median_length``, ``under_5``, ``over_45``: words per comment
    and shares of comments.
    """

    comments: int
    words: int
    shared_runs: float
    forms: float
    median_length: float
    under_5: float
    over_45: float


def measure_variety(texts: Sequence[str]) -> Variety:
    """Measure the variety of comments; word forms are counted in stretches of 10,000 words and averaged.

    With fewer words than that, all there are make one stretch.
    """
    split = [_WORD.findall(text.lower()) for text in texts]
    lengths = np.array([len(words) for words in split])
    return Variety(
        comments=len(texts),
        words=int(lengths.sum()),
        shared_runs=_shared_runs(split),
        forms=_forms(split),
        median_length=float(np.median(lengths)),
        under_5=float((lengths < 5).mean()),
        over_45=float((lengths > 45).mean()),
    )


def _shared_runs(split: Sequence[Sequence[str]]) -> float:
    comments = Counter(
        run for words in split for run in {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}
    )
    return sum(count > 1 for count in comments.values()) / max(1, len(comments))


def _forms(split: Sequence[Sequence[str]]) -> float:
    words = [word for comment in split for word in comment]
    stretches = [words[start : start + SAMPLE] for start in range(0, max(1, len(words) - SAMPLE + 1), SAMPLE)]
    return float(np.mean([len(set(stretch)) for stretch in stretches]))
