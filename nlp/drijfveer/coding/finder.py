"""Finder: finds many word patterns in one pass over a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from drijfveer.codebook import GAP
from drijfveer.codebook import Words as Places
from drijfveer.coding.words import SENTENCE_BREAK, Memo, Words, is_number

WIDEST_GAP = 5
ANY_NUMBER = "0"
_MOST_MET = 200_000  # pairs of profiles
_STRETCHED = re.compile(r"(.)\1{2,}")


class _Bits(dict[int, int]):
    """Give each place a bit of its own, so that many places can be compared at once."""

    def add(self, place: int) -> int:
        """Give the bit of a place; the next free one where it has none yet."""
        return self.setdefault(place, 1 << len(self))

    def among(self, places: Set[int]) -> int:
        """Add up the bits of those places that have one."""
        return sum(self[place] for place in self.keys() & places)


@dataclass(slots=True, eq=False)
class _Node:
    """Stand for what has been matched so far; ``keys`` are the patterns that end here."""

    children: dict[int, _Node] = field(default_factory=dict)
    after_gap: dict[int, _Node] = field(default_factory=dict)
    keys: list[int] = field(default_factory=list)
    wants: int = 0  # bits of the places that may stand right behind
    wants_later: int = 0  # and across a gap


_Ways = dict[int, list[_Node]]  # where several nodes go on, by place


@dataclass(slots=True, eq=False)
class _Pair:
    """Hold what two words have matched: the nodes reached, all patterns that end there, and what may come next."""

    nodes: Sequence[_Node]
    keys: Sequence[int]
    wants: int
    wants_later: int


@dataclass(slots=True, eq=False)
class _Profile:
    """Hold what all words that match the same places have in common.

    Most words cannot go on to most others; the bits of what one wants and the other fills show it at once.
    """

    number: int
    places: frozenset[int]
    watched: int  # bits of those places that conditions ask for
    fills: int  # bits of those that stand behind another in a pattern
    fills_later: int  # bits of those that stand behind a gap
    nodes: Sequence[_Node]  # of the patterns that begin with it
    keys: Sequence[int]
    wants: int
    wants_later: int
    beside: dict[int, _Pair] = field(default_factory=dict)  # by the number of the profile right behind, once met
    ahead: dict[int, _Pair] = field(default_factory=dict)  # by that of a profile across a gap
    _ways: dict[bool, _Ways] = field(default_factory=dict)

    def ways(self, gap: bool) -> _Ways:
        """Tell where the patterns go on that begin with it: right behind, or across a gap."""
        ways = self._ways.get(gap)
        if ways is None:
            ways = self._ways[gap] = {}
            for node in self.nodes:
                # A gap may be empty.
                for children in (node.after_gap,) if gap else (node.children, node.after_gap):
                    for place, child in children.items():
                        ways.setdefault(place, []).append(child)
        return ways


Match = tuple[int, tuple[int, ...]]  # a pattern's key and the positions of its words; plain, for there are many


@dataclass(slots=True, eq=False)
class Sightings:
    """Hold what a text shows: the matches, and for each word the bits of the watched places that it fills."""

    found: Sequence[Match]
    watched: Sequence[int]


class Finder:
    """Find patterns (sequences of places with alternative words, with ``*`` and ``..``) in texts.

    A word is looked up once per distinct form, and only words that can go on from each other are followed, so that
    the cost per word hardly depends on the number of patterns. Add all patterns before the first search.
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
        self._by_form = Memo(self._profile)
        self._by_places: dict[frozenset[int], _Profile] = {}
        self._watched = _Bits()
        self._inner = _Bits()  # places that stand behind another in a pattern
        self._after_gap = _Bits()  # those of them that stand behind a gap
        self._met = 0  # pairs kept

    def add(self, key: int, places: Places) -> None:
        """Add a pattern under a key; its words as split by ``Tokeniser.forms``."""
        node = self._root
        gap = False
        for place in places:
            if place == (GAP,):
                gap = True
                continue
            node = self._behind(node, self._number(place), gap)
            gap = False
        if key not in node.keys:
            node.keys.append(key)

    def _behind(self, node: _Node, place: int, gap: bool) -> _Node:
        """Give the node behind a place, right next or across a gap."""
        if node is not self._root:
            node.wants |= self._inner.add(place)
        if gap:
            node.wants_later |= self._after_gap.add(place)
        return (node.after_gap if gap else node.children).setdefault(place, _Node())

    def watch(self, place: tuple[str, ...]) -> int:
        """Give the bit of a place (alternative words) that ``Sightings.watched`` shall tell of."""
        return self._watched.add(self._number(place))

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
            if numbers := self._prefixes.get(form[:size]):
                found.update(numbers)
            if numbers := self._suffixes.get(form[-size:]):
                found.update(numbers)
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
        return profile

    def _new_profile(self, places: frozenset[int]) -> _Profile:
        nodes = [self._root.children[place] for place in sorted(places) if place in self._root.children]
        return _Profile(
            number=len(self._by_places),
            places=places,
            watched=self._watched.among(places),
            fills=self._inner.among(places),
            fills_later=self._after_gap.among(places),
            nodes=nodes,
            keys=[key for node in nodes for key in node.keys],
            wants=_together(node.wants for node in nodes),
            wants_later=_together(node.wants_later for node in nodes),
        )

    def knows(self, form: str) -> bool:
        """Tell whether any pattern has a word of this form."""
        return bool(self._by_form[form].places)

    def find(self, words: Words) -> Sightings:
        """List every match, by first word; none reaches across the end of a sentence."""
        profiles = [*map(self._by_form.__getitem__, words.forms)]
        text = _Text(profiles, words.breaks)
        found, ends = text.found, text.ends
        for start, (profile, behind, ahead) in enumerate(zip(profiles, text.behind, text.ahead, strict=True)):
            for key in profile.keys:
                found.append((key, (start,)))
            if profile.wants & behind:
                other = profiles[start + 1]
                pair = profile.beside.get(other.number) or self._meet(profile, other, gap=False)
                text.complete(pair, (start, start + 1))
            if profile.wants_later & ahead:
                for position in range(start + 2, min(start + 2 + WIDEST_GAP, ends[start])):
                    other = profiles[position]
                    if profile.wants_later & other.fills_later:
                        pair = profile.ahead.get(other.number) or self._meet(profile, other, gap=True)
                        text.complete(pair, (start, position))
        return Sightings(found, [profile.watched for profile in profiles])

    def _meet(self, profile: _Profile, other: _Profile, *, gap: bool) -> _Pair:
        """Find where a word leads to after another, and keep it for the next time the two meet."""
        if self._met >= _MOST_MET:
            self._met = 0
            for known in self._by_places.values():
                known.beside.clear()
                known.ahead.clear()
        self._met += 1
        ways = profile.ways(gap)
        nodes = [node for place in ways.keys() & other.places for node in ways[place]]
        pair = (profile.ahead if gap else profile.beside)[other.number] = _Pair(
            nodes=nodes,
            keys=[key for node in nodes for key in node.keys],
            wants=_together(node.wants for node in nodes),
            wants_later=_together(node.wants_later for node in nodes),
        )
        return pair


def _together(bits: Iterable[int]) -> int:
    return reduce(or_, bits, 0)


class _Text:
    """Hold the words of one text as the search goes through it.

    For each word: ``ends`` is one past the last word of its sentence, ``behind`` what the word right behind it in the
    sentence fills, and ``ahead`` what all words behind it may fill across a gap.
    """

    __slots__ = ("ahead", "behind", "ends", "found", "profiles")

    def __init__(self, profiles: Sequence[_Profile], breaks: Sequence[int]) -> None:
        self.profiles = profiles
        self.found: list[Match] = []
        self.ends = [len(breaks)] * len(breaks)
        self.behind = [0] * len(breaks)
        self.ahead = [0] * len(breaks)
        end = len(breaks)
        behind = ahead = 0
        for position in range(end - 1, -1, -1):
            self.ends[position] = end
            self.behind[position] = behind
            self.ahead[position] = ahead
            if breaks[position] == SENTENCE_BREAK:
                end = position
                behind = ahead = 0
            else:
                behind = profiles[position].fills
                ahead |= profiles[position].fills_later

    def complete(self, pair: _Pair, matched: tuple[int, int]) -> None:
        """Add the patterns that end with two words, and those that go on from there."""
        if pair.wants & self.behind[matched[1]] or pair.wants_later & self.ahead[matched[1]]:
            for node in pair.nodes:
                self._go_on(node, matched)
        else:
            for key in pair.keys:
                self.found.append((key, matched))

    def _go_on(self, node: _Node, matched: tuple[int, ...]) -> None:
        for key in node.keys:
            self.found.append((key, matched))
        last = matched[-1]
        if node.wants_later & self.ahead[last]:
            self._go_on_later(node, matched)
        if node.wants & self.behind[last]:
            places = self.profiles[last + 1].places
            for place, child in node.children.items():
                if place in places:
                    self._go_on(child, (*matched, last + 1))

    def _go_on_later(self, node: _Node, matched: tuple[int, ...]) -> None:
        last = matched[-1]
        words = range(last + 1, min(last + 2 + WIDEST_GAP, self.ends[last]))
        filled = [(position, self.profiles[position].places) for position in words]
        for place, child in node.after_gap.items():
            for position, places in filled:
                if place in places:
                    self._go_on(child, (*matched, position))
