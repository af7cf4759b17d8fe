"""Hits: the terms that apply in a text, after their conditions and the rule that the longest match wins."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from drijfveer.coding.units import number_units
from drijfveer.coding.vocabulary import Entry, Vocabulary
from drijfveer.coding.words import Words

NEAR = 6  # words that may stand between a term and what must (not) stand near it

Positions = tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Hit:
    """Hold a term that applies: its entry, the positions of its words, and its opinion unit."""

    entry: Entry
    positions: Positions
    unit: int

    @property
    def first(self) -> int:
        """Give the position of its first word."""
        return self.positions[0]

    @property
    def last(self) -> int:
        """Give the position of its last word."""
        return self.positions[-1]


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold what the terms find in a text: words, unit of each word, and the hits by place."""

    words: Words
    units: Sequence[int]
    hits: Sequence[Hit]


def find_hits(words: Words, vocabulary: Vocabulary) -> Reading:
    """Find the terms that apply in a text."""
    found = vocabulary.finder.find(words)
    contrasts = [
        item.positions[0]
        for item in found
        if any(entry.kind == "contrast" for entry in vocabulary.entries[item.key])
    ]  # fmt: skip
    units = number_units(words, contrasts)
    places: dict[int, list[Positions]] = {}
    for item in found:
        for condition in vocabulary.conditions[item.key]:
            places.setdefault(condition, []).append(item.positions)
    hits = []
    for item in found:
        for entry in vocabulary.entries[item.key]:
            positions: Positions | None = item.positions
            if entry.near or entry.never:
                positions = _apply_conditions(entry, item.positions, places, units)
            if positions:
                hits.append(Hit(entry, positions, units[positions[0]]))
    return Reading(words, units, _keep_longest(hits))


def _apply_conditions(
    entry: Entry, positions: Positions, places: dict[int, list[Positions]], units: Sequence[int]
) -> Positions | None:
    """Return the term's positions with those of what must stand near it, or None where it does not apply."""
    for condition in entry.never:
        if _nearest(positions, places.get(condition, ()), units) is not None:
            return None
    merged = set(positions)
    for condition in entry.near:
        place = _nearest(positions, places.get(condition, ()), units)
        if place is None:
            return None
        merged.update(place)
    return tuple(sorted(merged))


def _nearest(positions: Positions, others: Collection[Positions], units: Sequence[int]) -> Positions | None:
    best = None
    least = NEAR + 1
    for other in others:
        if units[other[0]] != units[positions[0]] or set(other) <= set(positions):
            continue
        between = max(other[0] - positions[-1], positions[0] - other[-1]) - 1
        if between < least:
            best, least = other, between
    return best


def _keep_longest(hits: Sequence[Hit]) -> list[Hit]:
    """Drop each hit whose words all lie within a longer one; signals and themes do not compete."""
    longer: dict[int, list[Hit]] = {}
    for hit in hits:
        if len(hit.positions) > 1:
            for position in hit.positions:
                longer.setdefault(position, []).append(hit)
    if not longer:
        return list(hits)
    return [hit for hit in hits if not _is_covered(hit, longer.get(hit.first, ()))]


def _is_covered(hit: Hit, others: Collection[Hit]) -> bool:
    own = set(hit.positions)
    signal = hit.entry.kind == "signal"
    return any(
        own < set(other.positions) and (other.entry.kind == "signal") == signal and _outranks(other, hit)
        for other in others
    )


def _outranks(other: Hit, hit: Hit) -> bool:
    """Tell whether a longer hit replaces a shorter one: a mere mark ("heel erg") does not replace a theme."""
    marks = {"intensifier", "diminisher", "contrast"}
    return other.entry.kind not in marks or hit.entry.kind in marks
