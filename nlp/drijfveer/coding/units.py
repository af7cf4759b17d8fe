"""Opinion units: the clauses of a comment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from drijfveer.coding.words import SENTENCE_BREAK, Words


def number_units(words: Words, contrasts: Iterable[int]) -> Sequence[int]:
    """Give for each word the number of its opinion unit.

    A unit ends where a sentence ends and before a word of contrast ("maar", "but"): what stands on the two sides
    is judged apart. ``contrasts`` are the positions of those words.
    """
    opens = set(contrasts)
    units: list[int] = []
    unit = 0
    for position, mark in enumerate(words.breaks):
        if position and (mark == SENTENCE_BREAK or position in opens):
            unit += 1
        units.append(unit)
    return units
