"""Findings: all that a report needs, as it comes from the other rooms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from drijfveer.codebook import Codebook
from drijfveer.notes import Note
from drijfveer.scales import Scale
from drijfveer.tables import COMMENTS, DRIVERS, MENTIONS, SCORE, SIGNALS


@dataclass(frozen=True)
class Findings:
    """Hold the tables of one analysis with what is needed to read them.

    ``scale`` is None where the export has no score. ``counts`` may hold rows, comments, non_answers, empty,
    without_score, off_scale, with_mention; what is absent is counted from the tables. ``notes`` are
    said in the language of the report, ``facts`` go into the small print, ``columns`` tells which column of the
    export played which role. ``base`` (commenters or respondents), ``confidence``, ``hidden_below`` and
    ``indicative_below`` are those the tables were made with. Raises TableError where a table breaks its contract.
    """

    name: str
    comments: pd.DataFrame
    mentions: pd.DataFrame
    signals: pd.DataFrame
    score: pd.DataFrame
    drivers: pd.DataFrame
    codebook: Codebook
    scale: Scale | None
    counts: Mapping[str, int]
    notes: tuple[Note, ...]
    facts: Mapping[str, str]
    columns: Mapping[str, str]
    base: str = "commenters"
    confidence: float = 0.95
    hidden_below: int = 10
    indicative_below: int = 30

    def __post_init__(self) -> None:
        """Refuse tables that lack a column or hold values that their contract forbids."""
        COMMENTS.check(self.comments)
        MENTIONS.check(self.mentions)
        SIGNALS.check(self.signals)
        SCORE.check(self.score)
        DRIVERS.check(self.drivers)
