"""Categories: how well the drivers agree with the categories of another label set."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np

from drijfveer.coding import Coder
from drijfveer.errors import InputError

_SAMPLES = 500


@dataclass(frozen=True, slots=True)
class CategoryScore:
    """Hold micro precision, recall and F1 with a bootstrap interval over sentences; 0 to 1."""

    sentences: int
    precision: float
    recall: float
    f1: float
    low: float
    high: float


def read_categories(path: str | Path) -> list[tuple[str, frozenset[str]]]:
    """Read sentences with their categories from JSON lines (text, codes [[category, polarity]]).

    Sentences without a category are left out. Raises InputError for a line that is not well formed.
    """
    sentences = []
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            sentence = (str(row["text"]), frozenset(str(category) for category, _ in row["codes"]))
        except (ValueError, KeyError, TypeError):
            raise InputError(f"{path}, line {number} is not a labelled sentence with text and codes.") from None
        if sentence[1]:
            sentences.append(sentence)
    return sentences


def mapping(name: str) -> Mapping[str, frozenset[str]]:
    """Give the drivers that meet each category of a label set.

    >>> sorted(mapping("semeval")["SERVICE#GENERAL"])
    ['empathy', 'service']
    """
    content = resources.files("drijfveer.learning").joinpath("mappings.toml").read_text(encoding="utf-8")
    return {category: frozenset(drivers) for category, drivers in tomllib.loads(content)[name].items()}


def score_categories(
    sentences: Sequence[tuple[str, frozenset[str]]],
    drivers: Mapping[str, frozenset[str]],
    coder: Coder,
    language: str,
    *,
    seed: int = 0,
) -> CategoryScore:
    """Score a coder on categories, given the drivers that meet each.

    A category is found where one of its drivers is coded; a coded driver is right where it meets a category of the
    sentence. Drivers that meet the same category (service and empathy) count as one.
    """
    if not sentences:
        raise InputError("There are no sentences with a category to score on.")
    codings = coder.code_all([text for text, _ in sentences], [language] * len(sentences))
    cells = np.array(
        [
            _compare(categories, {mention.driver for mention in coding.mentions}, drivers)
            for (_, categories), coding in zip(sentences, codings, strict=True)
        ]
    )
    right, coded, found, wanted = cells.sum(axis=0)
    picks = np.random.default_rng(seed).integers(0, len(cells), size=(_SAMPLES, len(cells)))
    low, high = np.quantile([_f1(*sums) for sums in cells[picks].sum(axis=1)], [0.025, 0.975])
    return CategoryScore(
        sentences=len(sentences),
        precision=right / max(1, coded),
        recall=found / max(1, wanted),
        f1=_f1(right, coded, found, wanted),
        low=float(low),
        high=float(high),
    )


def _compare(
    categories: frozenset[str], coded: set[str], drivers: Mapping[str, frozenset[str]]
) -> tuple[int, int, int, int]:
    """Count drivers that are right, drivers coded, categories found and categories wanted."""
    wanted = {drivers[category] for category in categories if drivers.get(category)}
    if not wanted:
        return (0, 0, 0, 0)
    allowed = frozenset().union(*wanted)
    free = any(not drivers.get(category) for category in categories)  # a category that counts neither way
    classes = {_class_of(driver, drivers) for driver in coded}
    right = {kind for kind in classes if kind & allowed}
    return (len(right), len(right) if free else len(classes), sum(bool(kind & coded) for kind in wanted), len(wanted))


def _class_of(driver: str, drivers: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Give the drivers that count as one with this: those of the smallest category that it meets."""
    kinds = sorted((kind for kind in drivers.values() if driver in kind), key=lambda kind: (len(kind), sorted(kind)))
    return kinds[0] if kinds else frozenset({driver})


def _f1(right: float, coded: float, found: float, wanted: float) -> float:
    precision, recall = right / max(1, coded), found / max(1, wanted)
    return float(2 * precision * recall / (precision + recall)) if precision + recall else 0.0
