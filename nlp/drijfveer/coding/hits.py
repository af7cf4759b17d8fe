"""Hits: the terms that apply in a text, after their conditions and the rule that the longest match wins."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from drijfveer.coding.finder import Sightings
from drijfveer.coding.units import number_units, open_units
from drijfveer.coding.vocabulary import Condition, Entry, Vocabulary
from drijfveer.coding.words import Words

NEAR = 6  # words that may stand between a term and what must (not) stand near it

Positions = tuple[int, ...]


@dataclass(slots=True, eq=False)  # not frozen, since many are made and that costs
class Hit:
    """Hold a term that applies: its entry, the positions of its words (and of the first and last), its opinion unit."""

    entry: Entry
    positions: Positions
    first: int
    last: int
    unit: int


@dataclass(slots=True)
class Reading:
    """Hold what the terms find in a text.

    ``units`` gives the number of each word's opinion unit and ``opens`` the word that opens each; ``negators`` are
    positions. The hits stand by place: ``judging`` those that say how content the writer is, ``names`` those that
    only name a theme, ``marks`` the others, by list of the lexicon.
    """

    words: Words
    opens: Sequence[int]
    units: Sequence[int]
    negators: frozenset[int]
    judging: list[Hit] = field(default_factory=list)
    names: list[Hit] = field(default_factory=list)
    marks: dict[str, list[Hit]] = field(default_factory=dict)

    def add(self, hit: Hit) -> None:
        """Add a hit to its kind."""
        if hit.entry.strength:
            self.judging.append(hit)
        elif hit.entry.kind == "theme":
            self.names.append(hit)
        else:
            self.marks.setdefault(hit.entry.kind, []).append(hit)


def find_hits(words: Words, vocabulary: Vocabulary) -> Reading:
    """Find the terms that apply in a text."""
    sightings = vocabulary.finder.find(words)
    contrasts = {positions[0] for key, positions in sightings.found if key in vocabulary.contrasts}
    opens = open_units(words, contrasts)
    units = number_units(opens, len(words))
    surroundings = _Surroundings(sightings, units, vocabulary.sought)
    entries = vocabulary.entries
    hits = []
    for key, positions in sightings.found:
        if contrasts and _straddles(positions, contrasts):
            continue
        for entry in entries[key]:
            covered: Positions | None = positions
            if entry.near or entry.never:
                covered = surroundings.apply_conditions(entry, positions)
            if covered:
                hits.append(Hit(entry, covered, covered[0], covered[-1], units[covered[0]]))
    reading = Reading(words, opens, units, _find_negators(words.forms, vocabulary.negators))
    for hit in _keep_longest(hits):
        reading.add(hit)
    return reading


def _find_negators(forms: Sequence[str], negators: frozenset[str]) -> frozenset[int]:
    if negators.isdisjoint(forms):
        return frozenset()
    return frozenset([position for position, form in enumerate(forms) if form in negators])


def _straddles(positions: Positions, contrasts: Iterable[int]) -> bool:
    """Tell whether a match with a gap reaches across a word of contrast that is no part of it: "service but slow"."""
    first, last = positions[0], positions[-1]
    if last - first < len(positions):
        return False
    return any(first < contrast < last and contrast not in positions for contrast in contrasts)


class _Surroundings:
    """Look for what stands near a term."""

    def __init__(self, sightings: Sightings, units: Sequence[int], sought: Collection[int]) -> None:
        self._units = units
        self._watched = sightings.watched
        self._words = reduce(or_, sightings.watched, 0)  # bits of all that conditions ask for and the text holds
        self._by_key: dict[int, list[Positions]] = {}
        for key, positions in sightings.found:
            if key in sought:
                self._by_key.setdefault(key, []).append(positions)

    def apply_conditions(self, entry: Entry, positions: Positions) -> Positions | None:
        """Return a term's positions with those of what must stand near it, or None where it does not apply."""
        words, by_key = self._words, self._by_key
        for condition in entry.never:
            # Most texts hold nothing of what most conditions ask for.
            held = condition.words & words or (by_key and not condition.keys.isdisjoint(by_key))
            if held and self._nearest(condition, positions):
                return None
        if not entry.near:
            return positions
        merged = set(positions)
        for condition in entry.near:
            place = self._nearest(condition, positions)
            if place is None:
                return None
            merged.update(place)
        return tuple(sorted(merged))

    def _nearest(self, condition: Condition, positions: Positions) -> Positions | None:
        """Give the positions of what meets a condition nearest to a term in its unit, or None."""
        best = self._nearest_word(condition.words, positions) if condition.words & self._words else None
        least = NEAR + 1 if best is None else _between(best, positions)
        for key in condition.keys & self._by_key.keys():
            for other in self._by_key[key]:
                between = _between(other, positions)
                if between < least and self._same_unit(other, positions) and not set(other) <= set(positions):
                    best, least = other, between
        return best

    def _nearest_word(self, wanted: int, positions: Positions) -> Positions | None:
        first, last = positions[0], positions[-1]
        unit, units, present = self._units[first], self._units, self._watched
        best: Positions | None = None
        least = NEAR + 1
        for position in range(max(0, first - NEAR - 1), min(len(present), last + NEAR + 2)):
            if not wanted & present[position] or units[position] != unit or position in positions:
                continue
            between = max(first - position, position - last) - 1
            if between < least:
                best, least = (position,), between
        return best

    def _same_unit(self, one: Positions, other: Positions) -> bool:
        return self._units[one[0]] == self._units[other[0]]


def _between(one: Positions, other: Positions) -> int:
    """Count the words between two terms; negative where they overlap."""
    return max(one[0] - other[-1], other[0] - one[-1]) - 1


def _keep_longest(hits: Sequence[Hit]) -> Sequence[Hit]:
    """Drop each hit whose words all lie within a longer one that outranks it."""
    longer: dict[int, list[Hit]] = {}
    for hit in hits:
        if hit.first != hit.last:
            for position in hit.positions:
                longer.setdefault(position, []).append(hit)
    if not longer:
        return hits
    kept = [hit for hit in hits if hit.first not in longer or not _is_covered(hit, longer[hit.first])]
    themes = {hit.last for hit in kept if hit.entry.kind == "theme"}
    # "te duur": what "duur" is about is known, so that "te" only strengthens it.
    return [hit for hit in kept if hit.entry.kind != "excess" or hit.last not in themes]


def _is_covered(hit: Hit, others: Iterable[Hit]) -> bool:
    size = len(hit.positions)
    return any(
        len(other.positions) > size
        and _outranks(other, hit)
        and (size == 1 or set(hit.positions) < set(other.positions))
        for other in others
    )


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
