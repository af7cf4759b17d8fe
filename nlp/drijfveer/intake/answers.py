"""Answers: tell a comment from a non-answer such as "n.v.t." and from an empty cell."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

_FILLER = frozenset("-–—_.,;*/\\|?!'\"#=~^`´…•· \n\t")
_JOINING = re.compile(r"(?<=\w)[./'’](?=\w)")  # n.v.t, n/a, don't
_NOT_WORDS = re.compile(r"[\W_]+")
_KEYBOARD_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "azerty")
_LONGEST = 60  # characters; no non-answer is longer


def classify_answer(text: str) -> str:
    """Give "empty", "none" for a non-answer or "comment", for a cleaned text.

    A short answer that says something stays a comment: "prijs", "niets", "10", an emoji.

    >>> [classify_answer(text) for text in ("", "N.v.t.", "--", "top")]
    ['empty', 'none', 'none', 'comment']
    """
    if not text:
        return "empty"
    if len(text) > _LONGEST:
        return "none" if _FILLER.issuperset(text) else "comment"
    if _FILLER.issuperset(text):
        return "none"
    words = normalise_answer(text)
    return "none" if words in non_answers() or _is_keyboard_junk(words) else "comment"


@cache
def non_answers() -> frozenset[str]:
    """Read the non-answers that ship, Dutch and English, normalised."""
    folder = resources.files("drijfveer.intake").joinpath("non_answers")
    lines = [
        line.strip()
        for language in ("nl", "en")
        for line in folder.joinpath(f"{language}.txt").read_text(encoding="utf-8").splitlines()
    ]
    return frozenset(normalise_answer(line) for line in lines if line and not line.startswith("#"))


def normalise_answer(text: str) -> str:
    """Reduce a text to its words: lower case, without punctuation, abbreviations joined.

    >>> normalise_answer("N.v.t. - geen!")
    'nvt geen'
    """
    return _NOT_WORDS.sub(" ", _JOINING.sub("", text.casefold())).strip()


def _is_keyboard_junk(words: str) -> bool:
    """Tell whether a single word was typed only to get past a required field: "x", "aaaa", "asdf", "dfgdfg"."""
    if not words.isalpha() or not words.isascii():
        return False
    if len(set(words)) == 1:
        return True
    if len(words) >= 4 and any(words in row or words in row * 2 for row in _KEYBOARD_ROWS):
        return True
    if len(words) >= 6 and _repeats_keys(words):
        return True
    # No word of five letters or more lacks a vowel; a drawn-out "pffff" or "grrrr" is an answer.
    return len(words) >= 5 and not set(words) & set("aeiouy") and not re.search(r"(.)\1\1", words)


def _repeats_keys(words: str) -> bool:
    """Tell whether a word is a run of neighbouring keys over and over: "asdasd", "jkljkl"."""
    for size in (2, 3, 4):
        unit = words[:size]
        if words == (unit * len(words))[: len(words)] and any(unit in row for row in _KEYBOARD_ROWS):
            return True
    return False
