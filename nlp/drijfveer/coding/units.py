"""Opinion units: the clauses of a comment."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from drijfveer.coding.words import SENTENCE_BREAK, Words


def open_units(words: Words, contrasts: Collection[int]) -> Sequence[int]:
    """List the positions of the words that open an opinion unit.

    A unit ends where a sentence ends and before a word of contrast ("maar", "but"): what stands on the two sides
    is judged apart. ``contrasts`` are the positions of those words.
    """
    opens = [position for position, mark in enumerate(words.breaks) if mark == SENTENCE_BREAK or not position]
    return sorted({*opens, *contrasts}) if contrasts else opens


def number_units(opens: Sequence[int], length: int) -> Sequence[int]:
    """Give for each of ``length`` words the number of its opinion unit.

    >>> number_units([0, 2], 5)
    [0, 0, 1, 1, 1]
    """
    units: list[int] = []
    for number, end in enumerate([*opens[1:], length] if opens else ()):
        units += [number] * (end - len(units))
    return units
