"""Draft: what the rules make of a text, before a model has had its say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from drijfveer.coding.mention import Coding, Mention, SignalMention
from drijfveer.coding.words import Words


@dataclass(frozen=True, slots=True)
class Draft:
    """Hold a text's words with the unit each is in, where units start and end, and the rules' mentions and signals.

    ``praise`` and ``blame`` are the sums, per unit, of what the lexicon and the judging terms say (0 or more).
    """

    words: Words
    units: Sequence[int]
    unit_bounds: Sequence[tuple[int, int]]
    mentions: tuple[Mention, ...]
    signals: tuple[SignalMention, ...]
    praise: Sequence[float]
    blame: Sequence[float]

    @property
    def unit_forms(self) -> list[Sequence[str]]:
        """List the words of each unit."""
        forms, units = self.words.forms, self.units
        if len(self.unit_bounds) < 2:
            return [forms] if self.unit_bounds else []
        opens = [place for place, unit in enumerate(units) if not place or unit != units[place - 1]]
        return [forms[first:last] for first, last in zip(opens, [*opens[1:], len(forms)], strict=True)]

    @property
    def without_mentions(self) -> Draft:
        """Give the draft as it is where the rules find nothing."""
        return replace(self, mentions=())

    @property
    def coding(self) -> Coding:
        """Give what the rules alone make of the text."""
        return self.decide(self.mentions)

    def decide(self, mentions: Sequence[Mention]) -> Coding:
        """Make a coding with these mentions and the draft's own signals and units."""
        return Coding(self.words.text, tuple(mentions), self.signals, tuple(self.unit_bounds))
