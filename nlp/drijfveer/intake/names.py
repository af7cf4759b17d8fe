"""Names of columns: the words they are made of, and whether they hold a word of a list."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_NUMBERED = re.compile(r" \(\d+\)$")  # given to a second column of the same name
_WORD = re.compile(r"[a-z0-9]+")
_SHORTEST_PART = 4  # letters that a word must have to count inside a compound


@lru_cache(maxsize=4096)
def normalise_name(name: str) -> str:
    """Write a name as plain words: "NPS_Score" and "npsScore" become "nps score".

    >>> normalise_name("Reden-van-Score (2)")
    'reden van score'
    """
    split = _CAMEL.sub(" ", _NUMBERED.sub("", name))
    plain = unicodedata.normalize("NFKD", split).encode("ascii", "ignore").decode().lower()
    return " ".join(_WORD.findall(plain))


def matches_name(name: str, word: str) -> bool:
    """Tell whether a name holds a word, on its own or as the first or last part of a compound.

    >>> matches_name("Klanttevredenheid", "tevredenheid"), matches_name("process", "ces")
    (True, False)
    """
    plain = normalise_name(name)
    if f" {word} " in f" {plain} ":
        return True
    if len(word) < _SHORTEST_PART or " " in word:
        return False
    return any(part.startswith(word) or part.endswith(word) for part in plain.split())
