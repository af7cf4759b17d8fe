"""Corpus: labelled comments to learn from and to measure on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from drijfveer.codebook import Codebook
from drijfveer.errors import InputError
from drijfveer.tables import POLARITIES

_PHRASE_POLARITY = {"+": "pos", "-": "neg", "=": "neu"}


@dataclass(frozen=True, slots=True)
class Code:
    """Hold one label: a theme or signal, its polarity (pos, neg, neu) and, where marked, the words that show it."""

    code: str
    polarity: str
    span: str = ""


@dataclass(frozen=True, slots=True)
class LabelledComment:
    """Hold a comment with its labels.

    ``group`` says where it comes from (an industry, a survey); ``contested`` are codes that one coder gave and
    another did not.
    """

    comment_id: str
    text: str
    language: str
    group: str
    codes: tuple[Code, ...]
    signals: tuple[Code, ...] = ()
    contested: tuple[Code, ...] = ()
    contested_signals: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Hold a clause on one theme, as customers write it."""

    text: str
    theme: str
    polarity: str


def read_labelled(path: str | Path, codebook: Codebook, *, language: str | None = None) -> list[LabelledComment]:
    """Read labelled comments from a file of JSON lines, in the order of the file.

    Each line has text and codes ([theme, polarity] or [theme, polarity, span]); id, lang, dataset, signals,
    contested and contested_signals are optional. ``language`` is that of lines without lang. Raises InputError with
    the line at fault.
    """
    place = Path(path)
    try:
        lines = place.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise InputError(f"Cannot read the labelled comments in {place}: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise InputError(f"{place} is not UTF-8. Save the labelled comments as JSON lines in UTF-8.") from None
    known = _Known(frozenset(codebook.themes), frozenset(signal.id for signal in codebook.signals))
    return _unique(
        _labelled(line, f"{place}, line {number}", known, language, f"{place.stem}-{number}", place.stem)
        for number, line in enumerate(lines, start=1)
        if line.strip()
    )


def read_corpus(folder: str | Path, language: str, codebook: Codebook) -> list[LabelledComment]:
    """Read the corpus of one language: FOLDER/LANGUAGE/INDUSTRY.jsonl, in the order of the names.

    Raises InputError where there is none or a line is not well formed.
    """
    files = sorted((Path(folder) / language).glob("*.jsonl"))
    if not files:
        raise InputError(f"There is no corpus for {language} in {folder}: no file {language}/*.jsonl is there.")
    return _unique(comment for file in files for comment in read_labelled(file, codebook, language=language))


def read_phrases(folder: str | Path, language: str, codebook: Codebook) -> list[Phrase]:
    """Read the phrases of one language: FOLDER/LANGUAGE/THEME.txt, each line a sign (+ - =), a space and a clause.

    A theme without a file has no phrases. Raises InputError for a line that is not well formed.
    """
    phrases = []
    for theme in codebook.themes:
        file = Path(folder) / language / f"{theme}.txt"
        if file.exists():
            phrases += list(_phrases(file, theme))
    return phrases


def _phrases(file: Path, theme: str) -> Iterator[Phrase]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        sign, _, text = line.partition(" ")
        if sign not in _PHRASE_POLARITY or not text.strip():
            raise InputError(
                f"{file}, line {number}: {line[:60]!r} is no phrase. A line is +, - or =, a space and a clause."
            )
        yield Phrase(text.strip(), theme, _PHRASE_POLARITY[sign])


@dataclass(frozen=True, slots=True)
class _Known:
    themes: frozenset[str]
    signals: frozenset[str]


def _unique(comments: Iterable[LabelledComment]) -> list[LabelledComment]:
    """Refuse a second comment of the same id, since everything is looked up by it."""
    unique: dict[str, LabelledComment] = {}
    for comment in comments:
        if comment.comment_id in unique:
            raise InputError(f"Two labelled comments have the id {comment.comment_id!r}. Give each an id of its own.")
        unique[comment.comment_id] = comment
    return list(unique.values())


def _labelled(
    line: str, place: str, known: _Known, language: str | None, comment_id: str, group: str
) -> LabelledComment:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"{place} is not JSON ({error.msg}). Each line holds one comment as a JSON object.") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not isinstance(row.get("codes"), list):
        raise InputError(f"{place} lacks text or codes. A line holds text and codes, a list of [theme, polarity].")
    spoken = row.get("lang", language)
    if not isinstance(spoken, str):
        raise InputError(f"{place} does not say its language. Add lang (nl or en) to the line.")
    return LabelledComment(
        comment_id=str(row.get("id", comment_id)),
        text=row["text"],
        language=spoken,
        group=str(row.get("dataset", group)),
        codes=_codes(row["codes"], place, known.themes),
        signals=_codes(row.get("signals", []), place, known.signals, signal=True),
        contested=_codes(row.get("contested", []), place, known.themes),
        contested_signals=_codes(row.get("contested_signals", []), place, known.signals, signal=True),
    )


def _codes(labels: object, place: str, known: frozenset[str], *, signal: bool = False) -> tuple[Code, ...]:
    if not isinstance(labels, list):
        raise InputError(f"{place}: {labels!r} is no list of codes. A list holds [theme, polarity] for each.")
    if signal:  # one without a polarity speaks against the company
        labels = [[label, "neg"] if isinstance(label, str) else label for label in labels]
    return tuple(_code(label, place, known) for label in labels)


def _code(label: object, place: str, known: frozenset[str]) -> Code:
    if not isinstance(label, list) or not 2 <= len(label) <= 3 or not all(isinstance(part, str) for part in label):
        raise InputError(f"{place}: {label!r} is no code. A code is [theme, polarity] or [theme, polarity, words].")
    if label[0] not in known:
        raise InputError(f"{place}: the codebook has no {label[0]!r}. `drijfveer codebook show` lists what it has.")
    if label[1] not in POLARITIES:
        raise InputError(f"{place}: {label[1]!r} is no polarity; it must be one of {', '.join(POLARITIES)}.")
    return Code(*label)
