"""Terms: one line of a list of terms, read into a pattern with its conditions. The syntax is in README.md."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from itertools import product

from drijfveer.errors import CodebookError

GAP = ".."
_STRENGTH = {"pos": 0.6, "neg": -0.6, "neu": 0.0}
_PIECE = re.compile(r"[:;]['-]?[()]|[()\[\]|]|[^\s()\[\]|]+")  # an emoticon, a bracket or bar, a word
_MOST_FORMS = 100


Words = tuple[tuple[str, ...], ...]  # a sequence of places, each with the words that may stand there


@dataclass(frozen=True, slots=True)
class Pattern:
    """Hold the sequences that a pattern stands for: places, each with its alternative words or the gap ("..",)."""

    forms: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """Hold one line of a list of terms.

    ``strength`` is None for a term that only names, 0 for one that is a mention even unjudged, and otherwise
    what the term says of itself, from -1 (very bad) to 1 (very good).
    """

    line: str
    pattern: Pattern
    near: tuple[Pattern, ...] = ()
    never: tuple[Pattern, ...] = ()
    strength: float | None = None


def parse_term(line: str) -> Term:
    """Read one line of terms; raises CodebookError saying what is wrong with it.

    >>> parse_term("te laat ! betaald = neg").strength
    -0.6
    >>> parse_term("(snel|vlot) [heel] geholpen").pattern.forms[1]
    (('snel', 'vlot'), ('geholpen',))
    """
    body, strength = _split_strength(line)
    parts = re.split(r"\s*([&!])\s*", body)
    marks = list(zip(parts[1::2], parts[2::2], strict=True))
    return Term(
        line=line,
        pattern=_pattern(parts[0], line),
        near=tuple(_pattern(text, line) for mark, text in marks if mark == "&"),
        never=tuple(_pattern(text, line) for mark, text in marks if mark == "!"),
        strength=strength,
    )


def _split_strength(line: str) -> tuple[str, float | None]:
    body, equals, value = (piece.strip() for piece in line.partition("="))
    if not equals:
        return body, None
    if value in _STRENGTH:
        return body, _STRENGTH[value]
    try:
        number = float(value)
    except ValueError:
        number = 2.0
    if not -1 <= number <= 1:
        raise CodebookError(f"In the term {line!r} {value!r} follows '='; allowed are pos, neg, neu or -1 to 1.")
    return body, number


def _pattern(text: str, line: str) -> Pattern:
    pieces = _PIECE.findall(text)
    if not pieces:
        raise CodebookError(f"The term {line!r} has an empty part: words must stand before and after '&' and '!'.")
    forms, rest = _alternatives(pieces, line)
    if rest:
        raise CodebookError(f"The term {line!r} has a {rest[0]!r} that opens nothing.")
    unique = tuple(dict.fromkeys(forms))
    for form in unique:
        if not form or (GAP,) in (form[0], form[-1]):
            raise CodebookError(
                f"The term {line!r} can begin or end with nothing or with '..': a word must stand there."
            )
        if any(word.strip("*") == "" for place in form for word in place):
            raise CodebookError(f"The term {line!r} has a bare '*': letters must stand beside it.")
    if len(unique) > _MOST_FORMS:
        raise CodebookError(f"The term {line!r} stands for {len(unique)} forms; at most {_MOST_FORMS} are allowed.")
    return Pattern(unique)


def _alternatives(pieces: list[str], line: str) -> tuple[list[Words], list[str]]:
    """Read alternatives up to a closing bracket; return their forms and what is left."""
    options: list[Words] = []
    parts: list[list[Words]] = []
    while pieces:
        piece, pieces = pieces[0], pieces[1:]
        if piece in ("(", "["):
            inner, pieces = _alternatives(pieces, line)
            closing = ")" if piece == "(" else "]"
            if not pieces or pieces[0] != closing:
                raise CodebookError(f"The term {line!r} opens a {piece!r} that is not closed.")
            pieces = pieces[1:]
            parts.append([*inner, ()] if piece == "[" else inner)
        elif piece == "|":
            options += _joined(parts)
            parts = []
        elif piece in (")", "]"):
            pieces = [piece, *pieces]
            break
        else:
            parts.append([((piece,),)])
    return _merged([*options, *_joined(parts)]), pieces


def _merged(options: list[Words]) -> list[Words]:
    """Make one place of alternatives that are single words."""
    merged: list[Words] = []
    for option in options:
        single = len(option) == 1 and option[0] != (GAP,)
        index = next((i for i, other in enumerate(merged) if single and len(other) == 1), None)
        if index is None:
            merged.append(option)
        else:
            merged[index] = (tuple(dict.fromkeys(merged[index][0] + option[0])),)
    return merged


def _joined(parts: list[list[Words]]) -> list[Words]:
    return [tuple(place for words in choice for place in words) for choice in product(*parts)]


def read_terms(file: Traversable) -> tuple[Term, ...]:
    """Read a file of terms; raises CodebookError naming file and line."""
    terms = []
    for number, line in _lines(file):
        try:
            terms.append(parse_term(line))
        except CodebookError as error:
            raise CodebookError(f"{file.name}, line {number}: {error}") from None
    return tuple(terms)


def _lines(file: Traversable) -> Iterator[tuple[int, str]]:
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise CodebookError(f"{file.name} is not UTF-8 text. Save it as UTF-8.") from None
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = unicodedata.normalize("NFC", line.strip())
        if stripped and not stripped.startswith("#"):
            yield number, stripped
