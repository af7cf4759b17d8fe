"""Hits: the terms that apply in a text, after their conditions and the rule that the longest match wins."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from drijfveer.coding.finder import Sightings
from drijfveer.coding.units import number_units
from drijfveer.coding.vocabulary import Condition, Entry, Vocabulary
from drijfveer.coding.words import Words

NEAR = 6  # words that may stand between a term and what must (not) stand near it

Positions = tuple[int, ...]


@dataclass(slots=True, eq=False)  # not frozen, since many are made and that costs
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
    """Hold what the terms find in a text: words, units, hits by place, negators, and units that hold a wish."""

    words: Words
    units: Sequence[int]
    hits: Sequence[Hit]
    negators: frozenset[int]
    wished: frozenset[int]


def find_hits(words: Words, vocabulary: Vocabulary) -> Reading:
    """Find the terms that apply in a text."""
    sightings = vocabulary.finder.find(words)
    contrasts = {positions[0] for key, positions in sightings.found if key in vocabulary.contrasts}
    surroundings = _Surroundings(sightings, number_units(words, contrasts))
    units, entries = surroundings.units, vocabulary.entries
    hits = []
    for key, positions in sightings.found:
        if contrasts and len(positions) > 1 and _straddles(positions, contrasts):
            continue
        for entry in entries[key]:
            covered: Positions | None = positions
            if entry.near or entry.never:
                covered = _apply_conditions(entry, positions, surroundings)
            if covered:
                hits.append(Hit(entry, covered, units[covered[0]]))
    negators = frozenset(place for place, form in enumerate(words.forms) if form in vocabulary.negators)
    kept = _keep_longest(hits)
    wished = frozenset(hit.unit for hit in kept if hit.entry.kind == "wish")
    return Reading(words, surroundings.units, kept, negators, wished)


def _straddles(positions: Positions, contrasts: set[int]) -> bool:
    """Tell whether a match with a gap reaches across a word of contrast that is no part of it: "service but slow"."""
    return any(
        position in contrasts for position in range(positions[0] + 1, positions[-1]) if position not in positions
    )


class _Surroundings:
    """Look for what stands near a term."""

    def __init__(self, sightings: Sightings, units: Sequence[int]) -> None:
        self.units = units
        self._places = sightings.places
        self._by_key: dict[int, list[Positions]] = {}
        for key, positions in sightings.found:
            self._by_key.setdefault(key, []).append(positions)

    def nearest(self, condition: Condition, positions: Positions) -> Positions | None:
        """Give the positions of what meets a condition nearest to a term in its unit, or None."""
        best = self._nearest_word(condition.places, positions) if condition.places else None
        least = NEAR + 1 if best is None else _between(best, positions)
        for key in condition.keys & self._by_key.keys():
            for other in self._by_key[key]:
                between = _between(other, positions)
                if between < least and self._same_unit(other, positions) and not set(other) <= set(positions):
                    best, least = other, between
        return best

    def _nearest_word(self, places: frozenset[int], positions: Positions) -> Positions | None:
        first, last = positions[0], positions[-1]
        unit, units, present = self.units[first], self.units, self._places
        best: Positions | None = None
        least = NEAR + 1
        for position in range(max(0, first - NEAR - 1), min(len(present), last + NEAR + 2)):
            if places.isdisjoint(present[position]) or units[position] != unit or position in positions:
                continue
            between = max(first - position, position - last) - 1
            if between < least:
                best, least = (position,), between
        return best

    def _same_unit(self, one: Positions, other: Positions) -> bool:
        return self.units[one[0]] == self.units[other[0]]


def _between(one: Positions, other: Positions) -> int:
    """Count the words between two terms; negative where they overlap."""
    return max(one[0] - other[-1], other[0] - one[-1]) - 1


def _apply_conditions(entry: Entry, positions: Positions, surroundings: _Surroundings) -> Positions | None:
    """Return the term's positions with those of what must stand near it, or None where it does not apply."""
    if any(surroundings.nearest(condition, positions) is not None for condition in entry.never):
        return None
    merged = set(positions)
    for condition in entry.near:
        place = surroundings.nearest(condition, positions)
        if place is None:
            return None
        merged.update(place)
    return tuple(sorted(merged))


def _keep_longest(hits: Sequence[Hit]) -> list[Hit]:
    """Drop each hit whose words all lie within a longer one that outranks it."""
    longer: dict[int, list[Hit]] = {}
    for hit in hits:
        if len(hit.positions) > 1:
            for position in hit.positions:
                longer.setdefault(position, []).append(hit)
    if not longer:
        return list(hits)
    kept = [hit for hit in hits if not _is_covered(hit, longer.get(hit.first, ()))]
    themes = {hit.last for hit in kept if hit.entry.kind == "theme"}
    # "te duur": what "duur" is about is known, so that "te" only strengthens it.
    return [hit for hit in kept if hit.entry.kind != "excess" or hit.last not in themes]


def _is_covered(hit: Hit, others: Collection[Hit]) -> bool:
    own = set(hit.positions)
    return any(own < set(other.positions) and _outranks(other, hit) for other in others)


_MARKS = frozenset({"intensifier", "diminisher", "contrast", "excess", "barrier"})


def _outranks(longer: Hit, shorter: Hit) -> bool:
    """Tell whether a longer hit replaces a shorter one.

    Signals and themes do not compete. A theme is not replaced by a mere mark ("te duur"); general praise and blame
    replace no more than a word of it ("laat te wensen over", but not "probleem niet verholpen").
    """
    kinds = longer.entry.kind, shorter.entry.kind
    if "signal" in kinds:
        return kinds[0] == kinds[1]
    if kinds[1] != "theme" or kinds[0] == "theme":
        return True
    return kinds[0] not in _MARKS and len(shorter.positions) == 1
