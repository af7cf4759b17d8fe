"""Lessons: what a model learns n-grams from: comments, the words that show a code, phrases and terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drijfveer.codebook import Codebook, Term
from drijfveer.coding.draft import Draft
from drijfveer.learning.corpus import Code, LabelledComment, Phrase
from drijfveer.tables import POLARITIES

# What a text weighs beside a whole comment.
_WEIGHTS = {"comment": 1.0, "unit": 0.5, "span": 0.5, "phrase": 0.6, "term": 0.3}
_JUDGES_FROM = 0.25  # strength from which a term says a polarity
_LONGEST_TERM = 12  # words of a term that are looked at


@dataclass(frozen=True, slots=True)
class Lesson:
    """Hold a text with its codes and its weight; ``group`` is the industry, or "" for what belongs to none."""

    text: str
    codes: tuple[tuple[str, str], ...]
    weight: float
    group: str = ""


@dataclass(frozen=True)
class Lessons:
    """Hold lessons of one language as arrays: ``labels`` (texts, themes + polarities) says which a text has."""

    language: str
    texts: Sequence[str]
    labels: NDArray[np.int64]
    weights: NDArray[np.float64]
    groups: NDArray[np.str_]

    def without(self, groups: set[str]) -> Lessons:
        """Leave out what comes from some industries."""
        keep = ~np.isin(self.groups, list(groups))
        texts = [text for text, kept in zip(self.texts, keep, strict=True) if kept]
        return Lessons(self.language, texts, self.labels[keep], self.weights[keep], self.groups[keep])


def collect_lessons(
    comments: Sequence[LabelledComment],
    drafts: Sequence[Draft],
    phrases: Sequence[Phrase],
    codebook: Codebook,
    language: str,
) -> Lessons:
    """Collect all lessons of a language; ``drafts`` are those of the comments, for their units."""
    lessons = [
        *(lesson for pair in zip(comments, drafts, strict=True) for lesson in _from_comment(*pair)),
        *(Lesson(phrase.text, ((phrase.theme, phrase.polarity),), _WEIGHTS["phrase"]) for phrase in phrases),
        *_from_terms(codebook, language),
    ]
    column = {code: number for number, code in enumerate((*codebook.themes, *POLARITIES))}
    labels = np.zeros((len(lessons), len(column)), dtype=np.int64)
    for row, lesson in enumerate(lessons):
        for theme, polarity in lesson.codes:
            labels[row, column[theme]] = 1
            if polarity:
                labels[row, column[polarity]] = 1
    return Lessons(
        language=language,
        texts=[lesson.text for lesson in lessons],
        labels=labels,
        weights=np.array([lesson.weight for lesson in lessons]),
        groups=np.array([lesson.group for lesson in lessons]),
    )


def locate(code: Code, text: str) -> tuple[int, int]:
    """Find where a text shows a code; the whole text where no words are marked.

    >>> locate(Code("price.level", "neg", "te duur"), "Prima maar te duur")
    (11, 18)
    """
    start = text.find(code.span) if code.span else -1
    return (0, len(text)) if start < 0 else (start, start + len(code.span))


def _from_comment(comment: LabelledComment, draft: Draft) -> Iterator[Lesson]:
    group, text = comment.group, comment.text
    yield Lesson(text, _pairs(comment.codes), _WEIGHTS["comment"], group)
    for code in comment.codes:
        if code.span and len(code.span) < len(text):
            yield Lesson(code.span, _pairs([code]), _WEIGHTS["span"], group)
    bounds = draft.unit_bounds
    if len(bounds) > 1:
        places = [(code, *locate(code, text)) for code in comment.codes]
        for start, end in bounds:
            shown = [code for code, first, last in places if first < end and start < last]
            yield Lesson(text[start:end], _pairs(shown), _WEIGHTS["unit"], group)


def _pairs(codes: Sequence[Code]) -> tuple[tuple[str, str], ...]:
    return tuple((code.code, code.polarity) for code in codes)


def _from_terms(codebook: Codebook, language: str) -> Iterator[Lesson]:
    for theme in codebook.themes:
        for term in codebook.terms[language].get(theme, ()):
            words = list(_words(term))[:_LONGEST_TERM]
            if words:
                yield Lesson(" ".join(words), ((theme, _polarity(term)),), _WEIGHTS["term"])


def _words(term: Term) -> Iterator[str]:
    """List the words of a term, alternatives one after the other; stars and signs are left out."""
    for pattern in (term.pattern, *term.near):
        for alternatives in pattern.forms[0]:  # the fullest of its variants
            for word in alternatives:
                bare = word.strip("*")
                if bare.replace("'", "").isalpha():
                    yield bare


def _polarity(term: Term) -> str:
    if term.strength is None or abs(term.strength) < _JUDGES_FROM:
        return ""
    return "pos" if term.strength > 0 else "neg"
