"""Integrity of a codebook's lists of terms: sorted, nothing twice, nothing shadowed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

from drijfveer.codebook.book import TERM_LANGUAGES, codebook_folder, read_codebook
from drijfveer.codebook.terms import GAP, Term, Words, parse_term
from drijfveer.errors import CodebookError


@dataclass(frozen=True)
class Problem:
    """Say what is wrong with a line of a list of terms."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """Say it in one line, place first."""
        return f"{self.file}, line {self.line}: {self.message}"


def check_codebook(name: str | Path) -> list[Problem]:
    """List what is wrong with a codebook's terms; raises CodebookError where the codebook cannot be read at all."""
    book = read_codebook(name, with_terms=False)
    codes = [*book.themes, *(signal.id for signal in book.signals)]
    folder = codebook_folder(name)
    problems: list[Problem] = []
    for language in TERM_LANGUAGES:
        place = folder.joinpath("terms").joinpath(language)
        if not place.is_dir():
            continue
        for code in codes:
            file = place.joinpath(f"{code}.txt")
            label = f"terms/{language}/{code}.txt"
            problems += check_terms(file, label) if file.is_file() else [Problem(label, 0, "the file is missing")]
        known = {f"{code}.txt" for code in codes}
        problems += [
            Problem(f"terms/{language}/{entry.name}", 0, "no theme or signal of codebook.toml has this id")
            for entry in sorted(place.iterdir(), key=lambda entry: entry.name)
            if entry.name not in known
        ]
    return problems


def check_terms(file: Traversable, label: str) -> list[Problem]:
    """List what is wrong with one file of terms."""
    lines = file.read_text(encoding="utf-8").splitlines()
    problems = list(_check_layout(lines, label))
    terms: dict[int, Term] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.startswith("#"):
            try:
                terms[number] = parse_term(line.strip())
            except CodebookError as error:
                problems.append(Problem(label, number, str(error)))
    return sorted([*problems, *_check_shadows(terms, label)], key=lambda problem: problem.line)


def _check_layout(lines: Sequence[str], label: str) -> Iterator[Problem]:
    previous = ""
    for number, line in enumerate(lines, start=1):
        if line.startswith("#"):
            if previous:
                yield Problem(label, number, "a comment stands below the terms; comments belong at the top")
            continue
        if line != line.strip() or not line:
            yield Problem(label, number, "the line is empty or has spaces at an end")
        if line != unicodedata.normalize("NFC", line):
            yield Problem(label, number, f"{line!r} is not in Unicode NFC")
        if line != line.lower():
            yield Problem(label, number, f"{line!r} has capitals; terms are lower case")
        if line == previous:
            yield Problem(label, number, f"{line!r} stands there twice")
        elif line < previous:
            yield Problem(label, number, f"{line!r} is out of order: it sorts before {previous!r}")
        previous = line


def _check_shadows(terms: Mapping[int, Term], label: str) -> Iterator[Problem]:
    """Find terms that others of the file cover, so that they add nothing or contradict them."""
    by_length: dict[int, list[_Form]] = {}
    for number, term in terms.items():
        if not term.near and not term.never:
            for words in term.pattern.forms:
                by_length.setdefault(len(words), []).append(_Form(number, words))
    for number, term in terms.items():
        found = [_find_cover(number, words, by_length.get(len(words), ())) for words in term.pattern.forms]
        numbers = [cover for cover in found if cover is not None]
        if len(numbers) == len(found):
            cover = terms[numbers[0]]
            if cover.strength is None and term.strength is not None and cover.pattern != term.pattern:
                continue  # a special case that judges within a name: "toppersoneel = pos" beside "*personeel"
            word = "is shadowed by" if cover.strength == term.strength else "contradicts"
            yield Problem(label, number, f"{term.line!r} {word} {cover.line!r}")


@dataclass(frozen=True)
class _Form:
    number: int
    words: Words


def _find_cover(number: int, words: Words, forms: Sequence[_Form]) -> int | None:
    """Give the line that covers these words; of two that cover each other only the later one is covered."""
    for form in forms:
        if form.number != number and covers(form.words, words):
            if form.number > number and covers(words, form.words):
                continue
            return form.number
    return None


def covers(wide: Words, narrow: Words) -> bool:
    """Tell whether every text that the narrow form matches is matched by the wide one, word for word.

    >>> covers((("bezorg*",),), (("bezorgkosten",),)), covers((("op",), ("tijd",)), (("op",), ("tijd*",)))
    (True, False)
    """
    return len(wide) == len(narrow) and all(
        all(any(_covers_word(large, small) for large in place) for small in other)
        for place, other in zip(wide, narrow, strict=True)
    )


def _covers_word(wide: str, narrow: str) -> bool:
    if GAP in (wide, narrow) or "*" not in wide:
        return wide == narrow
    bare, other = wide.strip("*"), narrow.strip("*")
    if wide.startswith("*") and wide.endswith("*"):
        return bare in other
    if wide.startswith("*"):
        return not narrow.endswith("*") and other.endswith(bare)
    return not narrow.startswith("*") and other.startswith(bare)
