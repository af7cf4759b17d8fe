"""The Codebook and how it is read from its folder."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from drijfveer.codebook.terms import Term, read_terms
from drijfveer.errors import CodebookError

TERM_LANGUAGES = ("nl", "en")


@dataclass(frozen=True)
class Label:
    """Hold words for people in Dutch and English."""

    nl: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the words in nl, or in en for any other language."""
        return self.nl if language == "nl" else self.en


@dataclass(frozen=True)
class Theme:
    """Describe a theme: its id ('driver.theme'), what belongs to it and what does not."""

    id: str
    label: Label
    definition: Label
    belongs: tuple[str, ...]
    excludes: tuple[str, ...]

    @property
    def driver(self) -> str:
        """Give the id of the driver it belongs to."""
        return self.id.split(".")[0]


@dataclass(frozen=True)
class Driver:
    """Describe a driver and its themes."""

    id: str
    label: Label
    definition: Label
    themes: tuple[Theme, ...]


@dataclass(frozen=True)
class Signal:
    """Describe a signal: an outcome that is coded beside the drivers."""

    id: str
    label: Label
    definition: Label


@dataclass(frozen=True)
class Codebook:
    """Hold a coding frame: drivers with their themes, signals, and the terms of each per language.

    ``catch_all`` names the theme that is coded only when no other applies.
    """

    id: str
    version: int
    label: Label
    catch_all: str
    drivers: tuple[Driver, ...]
    signals: tuple[Signal, ...]
    terms: Mapping[str, Mapping[str, tuple[Term, ...]]]  # language -> theme or signal id -> terms
    hash: str

    @cached_property
    def themes(self) -> dict[str, Theme]:
        """Give all themes by id, in the order of the codebook."""
        return {theme.id: theme for driver in self.drivers for theme in driver.themes}

    def label_of(self, code: str, language: str) -> str:
        """Name a driver, theme or signal for people; raises CodebookError for an unknown id."""
        try:
            return self._labels[code].in_language(language)
        except KeyError:
            raise CodebookError(f"The codebook {self.id} has no driver, theme or signal {code!r}.") from None

    @cached_property
    def _labels(self) -> dict[str, Label]:
        labels = {driver.id: driver.label for driver in self.drivers}
        labels |= {theme.id: theme.label for theme in self.themes.values()}
        return labels | {signal.id: signal.label for signal in self.signals}


def codebook_names() -> list[str]:
    """List the codebooks that ship."""
    here = resources.files("drijfveer.codebook")
    return sorted(entry.name for entry in here.iterdir() if entry.joinpath("codebook.toml").is_file())


def read_codebook(name: str | Path = "customer", *, with_terms: bool = True) -> Codebook:
    """Read a codebook that ships, by name, or one of your own, by its folder.

    Without its terms it can be looked at even where a list of terms is not well formed. Raises CodebookError where
    it does not exist or is not well formed.

    >>> len(read_codebook("customer").drivers)
    15
    """
    folder = codebook_folder(name)
    file = folder.joinpath("codebook.toml")
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CodebookError(f"codebook.toml of {name} cannot be read: {error}.") from None
    drivers = tuple(_driver(entry) for entry in _entries(data, "driver"))
    signals = tuple(_signal(entry) for entry in _entries(data, "signal"))
    ids = [driver.id for driver in drivers]
    ids += [theme.id for driver in drivers for theme in driver.themes]
    ids += [signal.id for signal in signals]
    _check_ids(ids, data)
    codes = {code for code in ids if code not in {driver.id for driver in drivers}}
    return Codebook(
        id=_field(data, "id"),
        version=_field(data, "version"),
        label=_label(data, "label"),
        catch_all=_field(data, "catch_all"),
        drivers=drivers,
        signals=signals,
        terms={language: _terms(folder, language, codes) for language in TERM_LANGUAGES} if with_terms else {},
        hash=_hash(folder),
    )


def codebook_folder(name: str | Path) -> Traversable:
    """Find the folder of a codebook that ships, by name, or of one of your own, by path."""
    if str(name) in codebook_names():
        return resources.files("drijfveer.codebook").joinpath(str(name))
    folder = Path(name)
    if folder.joinpath("codebook.toml").is_file():
        return folder
    raise CodebookError(
        f"There is no codebook {str(name)!r}. Shipped are {', '.join(codebook_names())}; "
        "one of your own is a folder with a codebook.toml."
    )


def _entries(data: Mapping[str, Any], kind: str) -> list[dict[str, Any]]:
    entries = data.get(kind, [])
    if not isinstance(entries, list):
        raise CodebookError(f"codebook.toml has [{kind}] where [[{kind}]] is meant.")
    return entries


def _field(entry: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401  # whatever TOML holds
    if name not in entry:
        raise CodebookError(f"codebook.toml: {entry.get('id', 'the codebook')!r} has no {name!r}.")
    return entry[name]


def _label(entry: Mapping[str, Any], name: str) -> Label:
    value = _field(entry, name)
    if not isinstance(value, dict) or set(value) != {"nl", "en"}:
        raise CodebookError(f"codebook.toml: {name!r} of {entry.get('id')!r} must be {{ nl = ..., en = ... }}.")
    return Label(nl=value["nl"], en=value["en"])


def _driver(entry: Mapping[str, Any]) -> Driver:
    driver = Driver(
        id=_field(entry, "id"),
        label=_label(entry, "label"),
        definition=_label(entry, "definition"),
        themes=tuple(_theme(theme) for theme in _entries(entry, "theme")),
    )
    for theme in driver.themes:
        if theme.driver != driver.id:
            raise CodebookError(f"codebook.toml: the theme {theme.id!r} stands under the driver {driver.id!r}.")
    return driver


def _theme(entry: Mapping[str, Any]) -> Theme:
    return Theme(
        id=_field(entry, "id"),
        label=_label(entry, "label"),
        definition=_label(entry, "definition"),
        belongs=tuple(entry.get("belongs", ())),
        excludes=tuple(entry.get("excludes", ())),
    )


def _signal(entry: Mapping[str, Any]) -> Signal:
    return Signal(id=_field(entry, "id"), label=_label(entry, "label"), definition=_label(entry, "definition"))


def _check_ids(ids: list[str], data: Mapping[str, Any]) -> None:
    twice = sorted({code for code in ids if ids.count(code) > 1})
    if twice:
        raise CodebookError(f"codebook.toml has ids more than once: {', '.join(twice)}.")
    if _field(data, "catch_all") not in ids:
        raise CodebookError(f"codebook.toml: the catch_all theme {data['catch_all']!r} is not among the themes.")


def _terms(folder: Traversable, language: str, codes: set[str]) -> dict[str, tuple[Term, ...]]:
    place = folder.joinpath("terms").joinpath(language)
    if not place.is_dir():
        return {}
    terms = {}
    for file in sorted(place.iterdir(), key=lambda entry: entry.name):
        code = file.name.removesuffix(".txt")
        if not file.name.endswith(".txt"):
            continue
        if code not in codes:
            raise CodebookError(f"terms/{language}/{file.name} belongs to no theme or signal of codebook.toml.")
        terms[code] = read_terms(file)
    return terms


def _hash(folder: Traversable) -> str:
    digest = hashlib.sha256()
    for path, file in sorted(_files(folder, "")):
        digest.update(path.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:16]


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{path}{entry.name}/")
        elif entry.name.endswith((".toml", ".txt")):
            yield path + entry.name, entry
