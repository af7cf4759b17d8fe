"""Vocabulary: a codebook's terms and the lexicon of one language, made ready to be found in texts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from importlib import resources
from itertools import product
from operator import or_
from pathlib import Path

from drijfveer.codebook import GAP, Codebook, Pattern, Term, Words, read_terms
from drijfveer.coding.finder import Finder
from drijfveer.coding.words import Tokeniser
from drijfveer.errors import CodebookError

# What each list of the lexicon says of the words in it.
LISTS = (
    "positive",  # praise; each line with its strength
    "negative",  # blame
    "excess",  # a complaint after a word of `too` ("te klein")
    "too",
    "negation",  # turns round what follows, or else what stands before ("werkt niet")
    "negation_ahead",  # turns round what follows only ("geen", "zonder")
    "no_negation",  # a negator in it turns nothing round ("niet alleen")
    "barrier",  # a negation does not reach across it ("en", "omdat")
    "intensifier",
    "diminisher",
    "contrast",  # opens a new opinion unit
    "wish",  # what follows is wished for, not so
)

GENERAL = frozenset({"positive", "negative", "excess"})  # the lists that judge, and so can be said of anything
_JUDGING = GENERAL | {"theme", "signal"}


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """Tie a term to what it stands for: a theme, a signal, or a list of the lexicon.

    ``near`` are conditions that must all be met, ``never`` such as must not. ``strength`` is what the term says of
    itself, -1 to 1; 0 where it does not judge.
    """

    kind: str  # "theme", "signal" or one of LISTS
    code: str  # id of the theme or signal; the list's name otherwise
    term: Term
    near: tuple[Condition, ...]
    never: tuple[Condition, ...]
    strength: float


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """Hold what must or must not stand near a term: words, by the places they fill, and longer patterns, by key."""

    words: int
    keys: frozenset[int]


class Vocabulary:
    """Hold everything that is looked for in the texts of one language."""

    def __init__(self, codebook: Codebook, language: str) -> None:
        """Compile the codebook's terms and the lexicon of a language ("nl" or "en")."""
        self.language = language
        self.tokeniser = Tokeniser(language)
        self.finder = Finder(_single_words(read_list(language, "number")))
        self.entries: list[list[Entry]] = []  # by key; empty for what is only a condition
        self.sought: set[int] = set()  # the keys that conditions ask for
        self._keys: dict[Words, int] = {}
        self._conditions: dict[Pattern, Condition] = {}
        self._split_places: dict[tuple[str, ...], Sequence[Words]] = {}
        signals = {signal.id for signal in codebook.signals}
        lexicon = read_lexicon(language)
        self.negators = _single_words([*lexicon["negation"], *lexicon["negation_ahead"]])
        for code, terms in codebook.terms[language].items():
            self._add("signal" if code in signals else "theme", code, terms)
        for name, terms in lexicon.items():
            self._add(name, name, terms)
        self.contrasts = frozenset(
            key for key, entries in enumerate(self.entries) if any(entry.kind == "contrast" for entry in entries)
        )
        self.one_sided = frozenset(  # signals that only ever tell of discontent
            code
            for code, terms in codebook.terms[language].items()
            if code in signals and all((term.strength or 0) < 0 for term in terms)
        )

    def _add(self, kind: str, code: str, terms: Iterable[Term]) -> None:
        for term in terms:
            near = tuple(self._condition(pattern) for pattern in term.near)
            never = tuple(self._condition(pattern) for pattern in term.never)
            entry = Entry(kind, code, term, near, never, (kind in _JUDGING and term.strength) or 0.0)
            for form in term.pattern.forms:
                for words in self._tokenised(form):
                    self.entries[self._key(words)].append(entry)

    def _condition(self, pattern: Pattern) -> Condition:
        condition = self._conditions.get(pattern)
        if condition is None:
            forms = [words for form in pattern.forms for words in self._tokenised(form)]
            condition = self._conditions[pattern] = Condition(
                words=reduce(or_, (self.finder.watch(words[0]) for words in forms if len(words) == 1), 0),
                keys=frozenset(self._key(words) for words in forms if len(words) > 1),
            )
            self.sought |= condition.keys
        return condition

    def _key(self, words: Words) -> int:
        key = self._keys.get(words)
        if key is None:
            key = self._keys[words] = len(self._keys)
            self.entries.append([])
            self.finder.add(key, words)
        return key

    def _tokenised(self, form: Words) -> Iterator[Words]:
        """Split the words of a form as texts are split; a place where some words fall apart becomes several forms."""
        for choice in product(*(self._options(place) for place in form)):
            yield tuple(place for words in choice for place in words)

    def _options(self, place: tuple[str, ...]) -> Sequence[Words]:
        options = self._split_places.get(place)
        if options is None:
            split = [(word,) if word == GAP else self.tokeniser.forms(word) for word in place]
            whole = tuple(sorted({words[0] for words in split if len(words) == 1}))
            apart: list[Words] = [tuple((word,) for word in words) for words in split if len(words) > 1]
            options = self._split_places[place] = [*([(whole,)] if whole else []), *apart]
        return options


def read_list(language: str, name: str) -> tuple[Term, ...]:
    """Read one list of the lexicon of a language."""
    folder = resources.files("drijfveer.coding").joinpath("lexicon").joinpath(language)
    return read_terms(folder.joinpath(f"{name}.txt"))


def read_lexicon(language: str) -> Mapping[str, tuple[Term, ...]]:
    """Read the lists of the lexicon of a language; raises CodebookError where a line is not well formed."""
    lexicon = {name: read_list(language, name) for name in LISTS}
    for name, sign in (("positive", 1), ("negative", -1)):
        for term in lexicon[name]:
            if term.strength is None or term.strength * sign <= 0:
                raise CodebookError(f"lexicon/{language}/{name}.txt: {term.line!r} lacks a strength of the right sign.")
    lexicon["excess"] = tuple(_after_too(term, lexicon["too"]) for term in lexicon["excess"])
    return lexicon


def _single_words(terms: Iterable[Term]) -> frozenset[str]:
    forms = [form for term in terms for form in term.pattern.forms if len(form) == 1]
    return frozenset(word for form in forms for word in form[0])


def _after_too(term: Term, openers: Iterable[Term]) -> Term:
    """Put each word of `too` in front: "klein" becomes "te klein"."""
    fronts = [form for opener in openers for form in opener.pattern.forms]
    forms = tuple((*front, *form) for front, form in product(fronts, term.pattern.forms))
    return replace(term, line=f"too: {term.line}", pattern=Pattern(forms), strength=-0.6)


def lexicon_hash() -> str:
    """Give a fingerprint of the lexicon of praise and blame."""
    folder = Path(str(resources.files("drijfveer.coding").joinpath("lexicon")))
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.txt")):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:16]
