"""Finder: finds many word patterns in one pass over a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from drijfveer.codebook.terms import GAP
from drijfveer.coding.words import SENTENCE_BREAK, Words, is_number

WIDEST_GAP = 4
ANY_NUMBER = "0"
_MOST_FORMS = 200_000
_STRETCHED = re.compile(r"(.)\1{2,}")


@dataclass(slots=True)
class _Node:
    """Stand for what has been matched so far; ``keys`` are the patterns that end here."""

    children: dict[int, _Node] = field(default_factory=dict)
    after_gap: dict[int, _Node] = field(default_factory=dict)
    keys: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Found:
    """Hold one place where a pattern matches: its key and the positions of its words."""

    key: int
    positions: tuple[int, ...]


class Finder:
    """Find patterns (sequences of words, with ``*`` and ``..``) in texts.

    Words are looked up once per distinct form, so that the cost per word hardly depends on the number of patterns.
    """

    def __init__(self, patterns: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Build from (key, words) pairs; words as split by ``Tokeniser.forms``."""
        self._exact: dict[str, int] = {}
        self._prefixes: dict[str, int] = {}
        self._suffixes: dict[str, int] = {}
        self._infixes: dict[str, int] = {}
        self._root = _Node()
        self._cache: dict[str, tuple[tuple[int, ...], tuple[_Node, ...]]] = {}
        for key, words in patterns:
            self._add(key, words)
        self._shortest = min(map(len, [*self._prefixes, *self._suffixes]), default=1)

    def _add(self, key: int, words: Sequence[str]) -> None:
        node = self._root
        gap = False
        for word in words:
            if word == GAP:
                gap = True
                continue
            branch = node.after_gap if gap else node.children
            node = branch.setdefault(self._atom(word), _Node())
            gap = False
        if key not in node.keys:
            node.keys.append(key)

    def _atom(self, word: str) -> int:
        bare = word.strip("*")
        table = {
            (False, False): self._exact,
            (False, True): self._prefixes,
            (True, False): self._suffixes,
            (True, True): self._infixes,
        }[word.startswith("*"), word.endswith("*")]
        number = len(self._exact) + len(self._prefixes) + len(self._suffixes) + len(self._infixes)
        return table.setdefault(bare, number)

    def _atoms(self, form: str) -> tuple[int, ...]:
        found = [self._exact[form]] if form in self._exact else []
        for size in range(self._shortest, len(form) + 1):
            if (prefix := self._prefixes.get(form[:size])) is not None:
                found.append(prefix)
            if (suffix := self._suffixes.get(form[-size:])) is not None:
                found.append(suffix)
        found += [number for infix, number in self._infixes.items() if infix in form]
        if ANY_NUMBER in self._exact and form != ANY_NUMBER and is_number(form):
            found.append(self._exact[ANY_NUMBER])
        return tuple(found)

    def _lookup(self, form: str) -> tuple[tuple[int, ...], tuple[_Node, ...]]:
        atoms = self._atoms(form)
        if not atoms and _STRETCHED.search(form):  # "suuuper": once with a double letter, once with a single one
            atoms = self._atoms(_STRETCHED.sub(r"\1\1", form)) or self._atoms(_STRETCHED.sub(r"\1", form))
        root = self._root.children
        entry = (atoms, tuple(root[atom] for atom in atoms if atom in root))
        if len(self._cache) >= _MOST_FORMS:
            self._cache.clear()
        self._cache[form] = entry
        return entry

    def knows(self, form: str) -> bool:
        """Tell whether any pattern has a word of this form."""
        return bool((self._cache.get(form) or self._lookup(form))[0])

    def find(self, words: Words) -> list[Found]:
        """List every match, by first word; none reaches across the end of a sentence."""
        cache = self._cache
        entries = [cache.get(form) or self._lookup(form) for form in words.forms]
        found: list[Found] = []
        for start, (_, nodes) in enumerate(entries):
            for node in nodes:
                if node.keys:
                    found.extend(Found(key, (start,)) for key in node.keys)
                if node.children or node.after_gap:
                    self._follow(node, (start,), entries, words.breaks, found)
        return found

    def _follow(
        self,
        node: _Node,
        matched: tuple[int, ...],
        entries: Sequence[tuple[tuple[int, ...], tuple[_Node, ...]]],
        breaks: Sequence[int],
        found: list[Found],
    ) -> None:
        """Extend a match by the next word, or across a gap."""
        first = matched[-1] + 1
        reach = WIDEST_GAP + 1 if node.after_gap else 1
        for position in range(first, min(first + reach, len(entries))):
            if breaks[position] == SENTENCE_BREAK:
                return
            for branch in (node.children, node.after_gap) if position == first else (node.after_gap,):
                for atom in entries[position][0]:
                    child = branch.get(atom)
                    if child is None:
                        continue
                    longer = (*matched, position)
                    found.extend(Found(key, longer) for key in child.keys)
                    if child.children or child.after_gap:
                        self._follow(child, longer, entries, breaks, found)
