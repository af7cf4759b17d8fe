"""Notes: what is worth saying about an export, kept as a key with values and said in Dutch or English."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Protocol, runtime_checkable

NOTE_LANGUAGES = ("nl", "en")

_LONGEST_NAME = 40  # characters; in a file without a header a "name" is somebody's answer
_SIGNS = {"nl": str.maketrans(",.", ".,"), "en": {}}  # decimal and thousands signs, from those of Python


@runtime_checkable
class Labelled(Protocol):
    """Stand for a value that has a name for people in each language, such as a Scale."""

    def label(self, language: str) -> str:
        """Name the value in nl or en."""
        ...


@dataclass(frozen=True)
class Note:
    """Hold one note: a key of ``notes.toml`` and the values its sentence is filled with.

    A value is a number, a text, something Labelled, another note, or a tuple of these. No value holds the text of a
    comment. ``str`` gives the English sentence.
    """

    key: str
    values: tuple[tuple[str, object], ...] = ()

    def text(self, language: str) -> str:
        """Say the note in nl or en; raises KeyError for another language, or a key without words.

        >>> note("lines_blank", n=1200).text("nl")
        '1.200 lege regels overgeslagen.'
        """
        return _Sentence(language).vformat(_words()[self.key][language], (), dict(self.values))

    def __str__(self) -> str:
        """Say the note in English."""
        return self.text("en")


def note(key: str, /, **values: object) -> Note:
    """Make a note from a key of ``notes.toml`` and the values of its placeholders."""
    return Note(key, tuple(values.items()))


def quote_name(name: str) -> str:
    """Quote the name of a column, cut where it is long: it may be a comment.

    >>> quote_name("NPS"), quote_name("Wat is de belangrijkste reden van uw cijfer?")
    ("'NPS'", "'Wat is de belangrijkste reden van uw ci…'")
    """
    return repr(name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…")


class _Sentence(string.Formatter):
    """Fill a sentence as its language writes values.

    After a colon in a placeholder stands ``name`` to quote a column's name (or each of several), or two forms of a
    word, ``{n:row|rows}``, of which the number chooses one.
    """

    def __init__(self, language: str) -> None:
        self._language = language

    def format_field(self, value: object, format_spec: str) -> str:
        one, choice, many = format_spec.partition("|")
        if choice:
            return one if value == 1 else many
        if isinstance(value, tuple):
            # In Dutch a comma is a decimal sign.
            between = "; " if any(isinstance(item, float) for item in value) else ", "
            return between.join(self.format_field(item, format_spec) for item in value)
        if format_spec == "name":
            return quote_name(str(value))
        return self._say(value)

    def _say(self, value: object) -> str:
        if isinstance(value, int):
            return f"{value:,}".translate(_SIGNS[self._language])
        if isinstance(value, float):
            return f"{value:g}".translate(_SIGNS[self._language])
        if isinstance(value, Note):
            return value.text(self._language)
        return value.label(self._language) if isinstance(value, Labelled) else str(value)


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    words: dict[str, Any] = tomllib.loads(
        resources.files("drijfveer").joinpath("notes.toml").read_text(encoding="utf-8")
    )
    return words
