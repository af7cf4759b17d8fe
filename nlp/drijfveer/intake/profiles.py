"""Profiles: what the name and the values of a column say about the part it plays."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

import pandas as pd

from drijfveer.intake.dates import parse_dates
from drijfveer.intake.language import read_language
from drijfveer.intake.names import matches_name, normalise_name
from drijfveer.intake.scores import is_plain_number, parse_score

EXACT, PARTIAL, WEAK, WEAK_PARTIAL, UNNAMED = 4, 3, 2, 1, 0  # how well a name fits a role

_SAMPLE = 1000  # filled cells looked at
_HIGHEST = 10.0  # a score is guessed from values alone only on scales up to here


@dataclass(frozen=True)
class RoleWords:
    """Hold the words of ``columns.toml`` for one role."""

    names: tuple[str, ...]
    weak: tuple[str, ...]
    heads: tuple[str, ...]


@cache
def role_words() -> Mapping[str, RoleWords]:
    """Read the words per role: text, score, comment_id, date, language, weight and other."""
    text = resources.files("drijfveer.intake").joinpath("columns.toml").read_text(encoding="utf-8")
    return {
        role: RoleWords(tuple(entry["names"]), tuple(entry["weak"]), tuple(entry["heads"]))
        for role, entry in tomllib.loads(text).items()
    }


@dataclass(frozen=True)
class Profile:
    """Describe a column: its name, and shares (0 to 1) of its filled cells, of which a sample is looked at."""

    name: str
    filled: int
    distinct: int
    rows: int
    numeric: float  # a number, perhaps with a label
    plain: float  # a number and nothing else
    on_scale: float  # a plain number between 0 and 10, whole or half
    dated: float
    spaced: float  # more than one word
    stated_language: float  # nl or en
    mean: float  # of the numbers
    mean_length: float  # characters
    longest: int
    counting: bool  # 1, 2, 3, ...
    nested: bool  # a list or an object, from JSON

    def name_fit(self, role: str) -> int:
        """Tell how well the name fits a role: EXACT, PARTIAL, WEAK, WEAK_PARTIAL or UNNAMED."""
        words = role_words()[role]
        plain = normalise_name(self.name)
        if plain in words.names:
            return EXACT
        if plain in words.weak:
            return WEAK
        if self.head_role() not in (None, role):
            return UNNAMED
        if any(plain.endswith(f" {head}") for head in words.heads):
            return PARTIAL
        if role in ("comment_id", "other"):
            return UNNAMED
        weak = any(matches_name(self.name, word) for word in words.weak)
        if any(matches_name(self.name, word) for word in words.names):
            return WEAK_PARTIAL if weak else PARTIAL
        return WEAK_PARTIAL if weak else UNNAMED

    def is_known(self) -> bool:
        """Tell whether the name looks like that of a column and not like a comment."""
        fits = {self.name_fit(role) for role in role_words()}
        return bool(fits & {EXACT, WEAK}) or (fits != {UNNAMED} and len(self.name.split()) <= 4)

    def head_role(self) -> str | None:
        """Name the role that the last word of the name gives it, if any: "comment id", "score date"."""
        plain = normalise_name(self.name)
        for role, words in role_words().items():
            if any(plain.endswith(f" {head}") for head in words.heads):
                return role
        return None

    def is_free_text(self) -> bool:
        """Tell whether the cells are mostly several words that are neither dates nor numbers."""
        return self.filled > 0 and self.spaced >= 0.3 and self.dated < 0.5 and self.plain < 0.5

    def is_score(self) -> bool:
        """Tell whether the values, without the name, look like scores of at most 10."""
        named_otherwise = any(self.name_fit(role) >= PARTIAL for role in ("comment_id", "date", "weight", "other"))
        return self.on_scale >= 0.9 and self.distinct > 1 and not named_otherwise and not self.counting

    def fits(self, role: str) -> bool:
        """Tell whether the values allow a role that the name points to; a column without values always does."""
        if not self.filled:
            return True
        if role == "text":
            exact = self.name_fit("text") == EXACT and self.plain < 0.5 and self.dated < 0.5
            return exact or self.is_free_text()
        if role == "score":
            return self.numeric >= 0.5 and self.dated < 0.5 and self.mean_length < 60
        if role == "date":
            return self.dated >= 0.5
        if role == "language":
            return self.stated_language >= 0.5
        if role == "weight":  # survey weights average about 1; kilograms do not
            return self.plain >= 0.9 and 0.5 <= self.mean <= 2
        return True


def describe_column(name: str, cells: pd.Series) -> Profile:
    """Describe a column of strings by its name and its values."""
    stripped = cells.str.strip()
    filled = stripped[stripped != ""]
    sample = filled.head(_SAMPLE).tolist()
    size = max(len(sample), 1)
    plain = [number for text in sample if is_plain_number(text) and (number := parse_score(text)) is not None]
    numbers = [number for text in sample if (number := parse_score(text)) is not None]
    return Profile(
        name=name,
        filled=len(filled),
        distinct=int(filled.nunique()),
        rows=len(cells),
        numeric=len(numbers) / size,
        plain=len(plain) / size,
        on_scale=sum(0 <= number <= _HIGHEST and (2 * number).is_integer() for number in plain) / size,
        dated=int(parse_dates(sample).values.notna().sum()) / size,
        spaced=sum(len(text.split()) > 1 for text in sample) / size,
        stated_language=sum(read_language(text) in ("nl", "en") for text in sample) / size,
        mean=sum(plain) / len(plain) if plain else 0.0,
        mean_length=sum(map(len, sample)) / size,
        longest=int(filled.str.len().max()) if len(filled) else 0,
        counting=len(plain) > 2 and all(later - earlier == 1 for earlier, later in pairwise(plain)),
        nested=sum(text[0] + text[-1] in ("[]", "{}") for text in sample) > size / 2,
    )
