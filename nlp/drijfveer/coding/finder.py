"""Finder: finds many word patterns in one pass over a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from drijfveer.codebook import GAP
from drijfveer.codebook import Words as Places
from drijfveer.coding.words import SENTENCE_BREAK, Words, is_number

WIDEST_GAP = 4
ANY_NUMBER = "0"
_MOST_CACHED = 500_000
_STRETCHED = re.compile(r"(.)\1{2,}")


@dataclass(slots=True, eq=False)
class _Node:
    """Stand for what has been matched so far; ``keys`` are the patterns that end here."""

    children: dict[int, _Node] = field(default_factory=dict)
    after_gap: dict[int, _Node] = field(default_factory=dict)
    keys: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class _Profile:
    """Hold what all words that match the same places have in common."""

    number: int
    places: frozenset[int]
    nodes: tuple[_Node, ...]  # the patterns that may begin here
    keys: tuple[int, ...]  # those that are complete with this word
    reach: int  # how many words ahead the others may go on


class Found(NamedTuple):
    """Hold one place where a pattern matches: its key and the positions of its words."""

    key: int
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Sightings:
    """Hold what a text shows: the matches, and for each word the numbers of the places it would fill."""

    found: Sequence[Found]
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
        self._pairs: dict[tuple[int, int, bool], tuple[_Node, ...]] = {}

    def add(self, key: int, places: Places) -> None:
        """Add a pattern under a key; its words as split by ``Tokeniser.forms``."""
        node = self._root
        gap = False
        for place in places:
            if place == (GAP,):
                gap = True
                continue
            branch = node.after_gap if gap else node.children
            node = branch.setdefault(self.number(place), _Node())
            gap = False
        if key not in node.keys:
            node.keys.append(key)

    def number(self, place: tuple[str, ...]) -> int:
        """Give the number of a place (alternative words); ``Sightings.places`` tells which words fill it."""
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
            nodes = tuple(self._root.children[place] for place in sorted(places) if place in self._root.children)
            profile = self._by_places[places] = _Profile(
                number=len(self._by_places),
                places=places,
                nodes=nodes,
                keys=tuple(key for node in nodes for key in node.keys),
                reach=max(map(_reach, nodes), default=0),
            )
        if len(self._by_form) >= _MOST_CACHED:
            self._by_form.clear()
        self._by_form[form] = profile
        return profile

    def knows(self, form: str) -> bool:
        """Tell whether any pattern has a word of this form."""
        return bool((self._by_form.get(form) or self._profile(form)).places)

    def find(self, words: Words) -> Sightings:
        """List every match, by first word; none reaches across the end of a sentence."""
        by_form = self._by_form
        profiles = [by_form.get(form) or self._profile(form) for form in words.forms]
        breaks = words.breaks
        found: list[Found] = []
        for start, profile in enumerate(profiles):
            if not profile.nodes:
                continue
            found.extend(Found(key, (start,)) for key in profile.keys)
            for position in range(start + 1, min(start + 1 + profile.reach, len(profiles))):
                if breaks[position] == SENTENCE_BREAK:
                    break
                other = profiles[position]
                if other.places:
                    for node in self._followers(profile, other, position == start + 1):
                        self._complete(node, (start, position), profiles, breaks, found)
        return Sightings(found, [profile.places for profile in profiles])

    def _followers(self, profile: _Profile, other: _Profile, next_to: bool) -> tuple[_Node, ...]:
        key = (profile.number, other.number, next_to)
        nodes = self._pairs.get(key)
        if nodes is None:
            if len(self._pairs) >= _MOST_CACHED:
                self._pairs.clear()
            nodes = tuple(child for node in profile.nodes for child in _children(node, other.places, next_to))
            self._pairs[key] = nodes
        return nodes

    def _complete(
        self,
        node: _Node,
        matched: tuple[int, ...],
        profiles: Sequence[_Profile],
        breaks: Sequence[int],
        found: list[Found],
    ) -> None:
        """Add the patterns that end here, and go on with those that do not."""
        found.extend(Found(key, matched) for key in node.keys)
        first = matched[-1] + 1
        for position in range(first, min(first + _reach(node), len(profiles))):
            if breaks[position] == SENTENCE_BREAK:
                return
            for child in _children(node, profiles[position].places, position == first):
                self._complete(child, (*matched, position), profiles, breaks, found)


def _reach(node: _Node) -> int:
    return WIDEST_GAP + 1 if node.after_gap else 1 if node.children else 0


def _children(node: _Node, places: frozenset[int], next_to: bool) -> list[_Node]:
    """List where a word at these places leads to: right behind, or also across a gap (which may be empty)."""
    found = [child for place, child in node.after_gap.items() if place in places]
    if next_to:
        found += [child for place, child in node.children.items() if place in places]
    return found
