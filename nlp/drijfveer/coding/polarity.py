"""Polarity: how content the writer is, from praise and blame with negation, degree and wishes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from drijfveer.coding.hits import Hit, Reading
from drijfveer.coding.vocabulary import GENERAL
from drijfveer.coding.words import Words

# How far ahead a negation turns round praise (1) and blame (-1): "niet bepaald heel erg snel", "niet echt traag".
NEGATION_AHEAD = {1: 4, -1: 3}
NEGATION_BACK = 2  # or after it: "werkt [helaas] niet"
WISH_BACK = 5  # words that what is wished for may stand before the wish: "sneller zou fijn zijn"
DEGREE_REACH = 2  # words an intensifier may stand before what it strengthens
_FLIP = {1: -0.8, -1: -0.5}  # "niet goed" is bad; "niet slecht" is only fair
_DEGREE = {"intensifier": 1.4, "diminisher": 0.6}
_TOO_MUCH = -0.5  # "te snel", "too sweet"


@dataclass(slots=True, eq=False)
class Opinion:
    """Hold one judgement: a hit with what the words around it make of its strength."""

    hit: Hit
    strength: float
    marks: tuple[Hit, ...] = ()  # the negations, degrees and wishes at work on it

    @property
    def is_general(self) -> bool:
        """Tell whether it comes from the lexicon, and so can be said of anything."""
        return self.hit.entry.kind in GENERAL

    def change(self, strength: float, mark: Hit) -> None:
        """Give it another strength because of a mark."""
        self.strength = strength
        self.marks = (*self.marks, mark)


def judge(reading: Reading) -> list[Opinion]:
    """Weigh every judging hit of a text (praise, blame, judging terms of themes and signals)."""
    opinions = [Opinion(hit, hit.entry.strength) for hit in reading.judging]
    marks = reading.marks
    if not opinions or not (marks or reading.negators):
        return opinions
    opinions = _apply_degree(opinions, marks)
    _apply_too(opinions, marks.get("too", ()), reading.words)
    _apply_negation(opinions, marks, reading)
    _apply_wishes(opinions, marks.get("wish", ()), reading.words)
    for opinion in opinions:
        opinion.strength = max(-1.0, min(1.0, opinion.strength))
    return opinions


def _apply_degree(opinions: Sequence[Opinion], marks: dict[str, list[Hit]]) -> list[Opinion]:
    """Strengthen and weaken; a word that only strengthens another ("super vriendelijk") is no opinion of its own."""
    spent: set[tuple[int, ...]] = set()
    for kind, factor in _DEGREE.items():
        ends = {mark.last: mark for mark in marks.get(kind, ())}
        if not ends:
            continue
        for opinion in opinions:
            for position in range(opinion.hit.first - 1, opinion.hit.first - 1 - DEGREE_REACH, -1):
                if position in ends and ends[position].unit == opinion.hit.unit:
                    opinion.change(opinion.strength * factor, ends[position])
                    spent.add(ends[position].positions)
                    break
    if not spent:
        return list(opinions)
    return [opinion for opinion in opinions if not (opinion.is_general and opinion.hit.positions in spent)]


def _apply_too(opinions: Iterable[Opinion], marks: Sequence[Hit], words: Words) -> None:
    ends = {mark.last: mark for mark in marks}
    for opinion in opinions if marks else ():
        before = ends.get(opinion.hit.first - 1)
        # "te waarderen": after "te" a Dutch word in -en is a verb, not an adjective.
        if before and opinion.strength > 0 and not words.forms[opinion.hit.first].endswith("en"):
            opinion.change(_TOO_MUCH, before)


def _apply_negation(opinions: Sequence[Opinion], marks: dict[str, list[Hit]], reading: Reading) -> None:
    negations = [*marks.get("negation", ()), *marks.get("negation_ahead", ())]
    if not negations and not reading.negators:
        return
    used = {position for opinion in opinions for position in opinion.hit.positions}
    used |= {position for mark in marks.get("no_negation", ()) for position in mark.positions}
    # What holds a negation of its own ("niet bereikbaar") is not turned round by another.
    targets = [opinion for opinion in opinions if reading.negators.isdisjoint(opinion.hit.positions)]
    _spread_negation(opinions, targets, reading)
    barriers = {position for position, mark in enumerate(reading.words.breaks) if mark}
    barriers |= {mark.first for mark in marks.get("barrier", ())}
    for mark in negations:
        if used.isdisjoint(mark.positions):
            _turn_round(mark, targets, barriers)


def _turn_round(mark: Hit, targets: Sequence[Opinion], barriers: set[int]) -> None:
    turned = _around(mark, targets) or _ahead(mark, targets, barriers)
    if not turned and mark.entry.kind == "negation":
        # Blame is not turned round from behind: "helaas kwam niet alles".
        turned = [opinion for opinion in _behind(mark, targets, barriers) if opinion.strength > 0]
    for opinion in turned:
        opinion.change(opinion.strength * _FLIP[1 if opinion.strength > 0 else -1], mark)


def _spread_negation(opinions: Sequence[Opinion], targets: Sequence[Opinion], reading: Reading) -> None:
    """Turn round praise that shares a word with blame that holds its negation: "[niet goed] geleverd"."""
    for blame in opinions:
        if blame.strength >= 0 or reading.negators.isdisjoint(blame.hit.positions):
            continue
        for praise in targets:
            if praise.strength > 0 and not set(praise.hit.positions).isdisjoint(blame.hit.positions):
                praise.change(praise.strength * _FLIP[1], blame.hit)


def _around(mark: Hit, opinions: Sequence[Opinion]) -> list[Opinion]:
    """List the opinions in whose gap the negation stands: "bezorging [was niet] snel"."""
    return [opinion for opinion in opinions if opinion.hit.first < mark.first and mark.last < opinion.hit.last]


def _ahead(mark: Hit, opinions: Sequence[Opinion], barriers: set[int]) -> list[Opinion]:
    reached = [
        opinion
        for opinion in opinions
        if 0 < opinion.hit.first - mark.last <= NEGATION_AHEAD[1 if opinion.strength > 0 else -1]
        and opinion.hit.unit == mark.unit
        and barriers.isdisjoint(range(mark.last + 1, opinion.hit.first + 1))
    ]
    first = min((opinion.hit.first for opinion in reached), default=None)
    return [opinion for opinion in reached if opinion.hit.first == first]


def _behind(mark: Hit, opinions: Sequence[Opinion], barriers: set[int]) -> list[Opinion]:
    reached = [
        opinion
        for opinion in opinions
        if 0 < mark.first - opinion.hit.last <= NEGATION_BACK
        and opinion.hit.unit == mark.unit
        and barriers.isdisjoint(range(opinion.hit.last + 1, mark.first + 1))
    ]
    last = max((opinion.hit.last for opinion in reached), default=None)
    return [opinion for opinion in reached if opinion.hit.last == last]


def _apply_wishes(opinions: Iterable[Opinion], marks: Sequence[Hit], words: Words) -> None:
    """Make neither praise nor blame of what is wished for: what stands by a wish within the same part of a clause."""
    for mark in marks:
        for opinion in opinions:
            low, high = sorted((opinion.hit.first, mark.first))
            ahead = opinion.hit.first > mark.first
            if (
                opinion.hit.unit == mark.unit
                and opinion.hit.entry.kind != "signal"
                and (ahead or high - low <= WISH_BACK)
                and not any(words.breaks[low + 1 : high + 1])
            ):
                opinion.change(0.0, mark)
