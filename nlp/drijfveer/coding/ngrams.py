"""Ngrams: what a linear model sees of a text: its words, pieces of words and pairs of words."""

from __future__ import annotations

from collections.abc import Iterator

SHORTEST, LONGEST = 3, 5  # letters in a piece of a word, its bounds included: "<te", "ever", "ring>"
_LONGEST_WORD = 40  # letters of a word that are looked at


def word_features(form: str) -> Iterator[str]:
    """List the features of one word: the word itself and the pieces of it, each once.

    Pieces let a model know Dutch compounds and misspelt words that it never saw.

    >>> list(word_features("duur"))
    ['duur', '#<du', '#duu', '#uur', '#ur>', '#<duu', '#duur', '#uur>', '#<duur', '#duur>']
    """
    yield form
    bounded = f"<{form[:_LONGEST_WORD]}>"
    pieces = {
        bounded[start : start + length]: None
        for length in range(SHORTEST, LONGEST + 1)
        for start in range(len(bounded) - length + 1)
    }
    for piece in pieces:
        yield "#" + piece


def pair_feature(first: str, second: str) -> str:
    """Name the feature of two words in a row.

    >>> pair_feature("te", "duur")
    'te duur'
    """
    return f"{first} {second}"
