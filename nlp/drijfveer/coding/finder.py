"""Finder: finds many word patterns in one pass over a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from drijfveer.codebook import GAP
from drijfveer.codebook import Words as Places
from drijfveer.coding.words import SENTENCE_BREAK, Words, is_number

WIDEST_GAP = 5
ANY_NUMBER = "0"
_MOST_CACHED = 500_000
_STRETCHED = re.compile(r"(.)\1{2,}")


@dataclass(slots=True, eq=False)
class _Node:
    """Stand for what has been matched so far; ``keys`` are the patterns that end here."""

    children: dict[int, _Node] = field(default_factory=dict)
    after_gap: dict[int, _Node] = field(default_factory=dict)
    keys: list[int] = field(default_factory=list)
    reach: int = 0  # how many words ahead it may go on

    def extend(self, place: int, gap: bool) -> _Node:
        """Give the node behind a place, right next or across a gap."""
        self.reach = max(self.reach, WIDEST_GAP + 1 if gap else 1)
        return (self.after_gap if gap else self.children).setdefault(place, _Node())


@dataclass(frozen=True, slots=True, eq=False)
class _Profile:
    """Hold what all words that match the same places have in common."""

    number: int
    places: frozenset[int]
    watched: frozenset[int]  # those of them that conditions ask for
    keys: tuple[int, ...]  # the patterns that are complete with this word
    reach: int  # how many words ahead those that begin with it may go on
    next_to: dict[int, list[_Node]]  # where they go on, by the place of the word right behind
    further: dict[int, list[_Node]]  # and by that of a word across a gap
    beside: dict[int, list[_Node]] = field(default_factory=dict)  # the same by the profile of that word, once met
    ahead: dict[int, list[_Node]] = field(default_factory=dict)


Match = tuple[int, tuple[int, ...]]  # a pattern's key and the positions of its words; plain, for there are many


@dataclass(frozen=True, slots=True, eq=False)
class Sightings:
    """Hold what a text shows: the matches, and for each word the watched places that it would fill."""

    found: Sequence[Match]
    places: Sequence[frozenset[int]]


class Finder:
    """Find patterns (sequences of places with alternative words, with ``*`` and ``..``) in texts.

    A word is looked up once per distinct form, and two words that follow each other once per pair of profiles, so
    that the cost per word hardly depends on the number of patterns. Add all patterns before the first search.
    """

    def __init__(self, number_words: Collection[str] = ()) -> None:
        """Start without patterns; ``number_words`` are those that the place "0" holds beside digits."""
        self._number_words = frozenset(number_words)
        self._exact: dict[str, list[int]] = {}
        self._prefixes: dict[str, list[int]] = {}
        self._suffixes: dict[str, list[int]] = {}
        self._infixes: dict[str, list[int]] = {}
        self._numbers: dict[tuple[str, ...], int] = {}
        self._root = _Node()
        self._by_form: dict[str, _Profile] = {}
        self._by_places: dict[frozenset[int], _Profile] = {}
        self._met = 0  # pairs of profiles kept
        self._watched: set[int] = set()

    def add(self, key: int, places: Places) -> None:
        """Add a pattern under a key; its words as split by ``Tokeniser.forms``."""
        node = self._root
        gap = False
        for place in places:
            if place == (GAP,):
                gap = True
                continue
            node = node.extend(self._number(place), gap)
            gap = False
        if key not in node.keys:
            node.keys.append(key)

    def watch(self, place: tuple[str, ...]) -> int:
        """Give the number of a place (alternative words) that ``Sightings.places`` shall tell of."""
        number = self._number(place)
        self._watched.add(number)
        return number

    def _number(self, place: tuple[str, ...]) -> int:
        number = self._numbers.get(place)
        if number is None:
            number = self._numbers[place] = len(self._numbers)
            for word in place:
                table = {
                    (False, False): self._exact,
                    (False, True): self._prefixes,
                    (True, False): self._suffixes,
                    (True, True): self._infixes,
                }[word.startswith("*"), word.endswith("*")]
                table.setdefault(word.strip("*"), []).append(number)
        return number

    def _places(self, form: str) -> frozenset[int]:
        found = set(self._exact.get(form, ()))
        for size in range(1, len(form) + 1):
            found.update(self._prefixes.get(form[:size], ()))
            found.update(self._suffixes.get(form[-size:], ()))
        for infix, numbers in self._infixes.items():
            if infix in form:
                found.update(numbers)
        if is_number(form) or form in self._number_words:
            found.update(self._exact.get(ANY_NUMBER, ()))
        return frozenset(found)

    def _profile(self, form: str) -> _Profile:
        places = self._places(form)
        if not places and _STRETCHED.search(form):  # "suuuper": once with a double letter, once with a single one
            places = self._places(_STRETCHED.sub(r"\1\1", form)) or self._places(_STRETCHED.sub(r"\1", form))
        profile = self._by_places.get(places)
        if profile is None:
            profile = self._by_places[places] = self._new_profile(places)
        if len(self._by_form) >= _MOST_CACHED:
            self._by_form.clear()
        self._by_form[form] = profile
        return profile

    def _new_profile(self, places: frozenset[int]) -> _Profile:
        nodes = [self._root.children[place] for place in sorted(places) if place in self._root.children]
        next_to: dict[int, list[_Node]] = {}
        further: dict[int, list[_Node]] = {}
        for node in nodes:
            for place, child in node.children.items():
                next_to.setdefault(place, []).append(child)
            for place, child in node.after_gap.items():  # a gap may be empty
                next_to.setdefault(place, []).append(child)
                further.setdefault(place, []).append(child)
        return _Profile(
            number=len(self._by_places),
            places=places,
            watched=places & self._watched,
            keys=tuple(key for node in nodes for key in node.keys),
            reach=max((node.reach for node in nodes), default=0),
            next_to=next_to,
            further=further,
        )

    def knows(self, form: str) -> bool:
        """Tell whether any pattern has a word of this form."""
        return bool((self._by_form.get(form) or self._profile(form)).places)

    def find(self, words: Words) -> Sightings:
        """List every match, by first word; none reaches across the end of a sentence."""
        by_form = self._by_form
        profiles = [by_form.get(form) or self._profile(form) for form in words.forms]
        places = [profile.places for profile in profiles]
        numbers = [profile.number for profile in profiles]
        ends = _sentence_ends(words.breaks)
        found: list[Match] = []
        for start, profile in enumerate(profiles):
            for key in profile.keys:
                found.append((key, (start,)))  # noqa: PERF401  # the innermost loop: one list, no generators
            first = start + 1
            limit = min(first + profile.reach, ends[start])
            met = profile.beside
            for position in range(first, limit):
                nodes = met.get(numbers[position])
                if nodes is None:
                    nodes = self._follow(profile, profiles[position], next_to=position == first)
                if nodes:
                    _complete(nodes, (start, position), places, ends, found)
                met = profile.ahead
        return Sightings(found, [profile.watched for profile in profiles])

    def _follow(self, profile: _Profile, other: _Profile, *, next_to: bool) -> list[_Node]:
        """Find where a word leads to after another, and keep it for the next time the two meet."""
        if self._met >= _MOST_CACHED:
            self._met = 0
            for known in self._by_places.values():
                known.beside.clear()
                known.ahead.clear()
        self._met += 1
        ways, met = (profile.next_to, profile.beside) if next_to else (profile.further, profile.ahead)
        nodes = met[other.number] = [node for place in ways.keys() & other.places for node in ways[place]]
        return nodes


def _sentence_ends(breaks: Sequence[int]) -> list[int]:
    """Give for each word where its sentence ends: one past its last word."""
    ends = [len(breaks)] * len(breaks)
    end = len(breaks)
    for position in range(len(breaks) - 1, -1, -1):
        ends[position] = end
        if breaks[position] == SENTENCE_BREAK:
            end = position
    return ends


def _complete(
    nodes: Sequence[_Node],
    matched: tuple[int, ...],
    places: Sequence[frozenset[int]],
    ends: Sequence[int],
    found: list[Match],
) -> None:
    """Add the patterns that end here, and go on with those that do not."""
    first = matched[-1] + 1
    end = ends[matched[-1]]
    for node in nodes:
        for key in node.keys:
            found.append((key, matched))  # noqa: PERF401  # see find
        for place, child in node.after_gap.items():
            for position in range(first, min(first + node.reach, end)):
                if place in places[position]:
                    _complete((child,), (*matched, position), places, ends, found)
        if first < end:
            for place, child in node.children.items():
                if place in places[first]:
                    _complete((child,), (*matched, first), places, ends, found)
