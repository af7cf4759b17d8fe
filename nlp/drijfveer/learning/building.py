"""Building: from the folders of labelled comments to a model with the facts of how it came about."""

from __future__ import annotations

import hashlib
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from importlib import metadata
from pathlib import Path
from typing import Any

from drijfveer.codebook import Codebook
from drijfveer.coding import Model, lexicon_hash
from drijfveer.learning.agreement import compare_coders
from drijfveer.learning.corpus import LabelledComment, Phrase, read_corpus, read_labelled, read_phrases
from drijfveer.learning.evaluation import evaluate
from drijfveer.learning.training import Progress, Training, train
from drijfveer.learning.variety import measure_variety

_PACKAGES = ("numpy", "scikit-learn", "scipy", "spacy")
_DIGITS = 4
UNSEEN, ORIGIN = "unseen.txt", "origin.txt"


def build_model(folder: str | Path, codebook: Codebook, language: str, *, progress: Progress | None = None) -> Model:
    """Train a language's model from FOLDER/corpus, FOLDER/phrases and, for its facts, FOLDER/second.

    ``corpus/unseen.txt`` names the industries that were not at hand when the terms were written, by which rules and
    n-grams are weighed; ``corpus/origin.txt`` tells where the comments come from; ``second/LANGUAGE.jsonl`` holds a
    second coder's labels of some of the comments. Each of these may be lacking. Raises InputError where what is needed
    is not there or not well formed.
    """
    place = Path(folder)
    comments = read_corpus(place / "corpus", language, codebook)
    phrases = read_phrases(place / "phrases", language, codebook)
    judged_on = _lines(place / "corpus" / UNSEEN) & {comment.group for comment in comments}
    trained = train(comments, phrases, codebook, language, judged_on=judged_on, progress=progress)
    variety = asdict(measure_variety([comment.text for comment in comments]))
    facts: dict[str, Any] = {
        "drijfveer": metadata.version("drijfveer"),
        "codebook": f"{codebook.id} {codebook.version} ({codebook.hash})",
        "lexicon": lexicon_hash(),
        "comments": len(comments),
        "phrases": len(phrases),
        "groups": dict(sorted(Counter(comment.group for comment in comments).items())),
        "judged_on": sorted(judged_on),
        "labels": labels_hash(comments, phrases),
        "origin": _origin(place),
        "variety": {name: round(value, _DIGITS) for name, value in variety.items()},
        "out_of_fold": _out_of_fold(comments, trained),
        "agreement": _agreement(comments, place / "second" / f"{language}.jsonl", codebook),
        "python": platform.python_version(),
        "versions": {package: metadata.version(package) for package in _PACKAGES},
    }
    return replace(trained.model, facts=facts)


def _lines(file: Path) -> set[str]:
    if not file.exists():
        return set()
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return {line for line in lines if line and not line.startswith("#")}


def _origin(folder: Path) -> str:
    """Read where the comments come from, in the words of who brought them together."""
    file = folder / "corpus" / ORIGIN
    return file.read_text(encoding="utf-8").strip() if file.exists() else "Nobody said where the comments come from."


def _out_of_fold(comments: Sequence[LabelledComment], trained: Training) -> list[dict[str, Any]]:
    """Give driver and theme figures for industries left out; polarity plays no part in them."""
    rows = []
    judged = [comment for comment in comments if comment.comment_id in trained.found["rules alone"]]
    for by, found in trained.found.items():
        figures = evaluate(judged, {key: [(theme, "neu") for theme in themes] for key, themes in found.items()}).figures
        for row in figures[figures["view"].isin(["driver", "theme"])].to_dict("records"):
            figure = {name: round(float(row[name]), _DIGITS) for name in ("precision", "recall", "f1", "low", "high")}
            rows.append({"by": by, "comments": len(judged), "view": row["view"], **figure})
    return rows


def _agreement(comments: Sequence[LabelledComment], second: Path, codebook: Codebook) -> dict[str, Any]:
    """Compare the labels with a second coder's, per driver, where there are any."""
    if not second.exists():
        return {}
    first = {comment.comment_id: _drivers(comment) for comment in comments}
    pairs = [
        (first[comment.comment_id], _drivers(comment))
        for comment in read_labelled(second, codebook)
        if comment.comment_id in first
    ]
    table: dict[str, Mapping[str, float]] = {}
    for driver in codebook.drivers:
        compared = compare_coders([driver.id in one for one, _ in pairs], [driver.id in other for _, other in pairs])
        table[driver.id] = {name: round(value, _DIGITS) for name, value in asdict(compared).items()}
    return {"comments": len(pairs), "drivers": table}


def _drivers(comment: LabelledComment) -> set[str]:
    return {code.code.split(".")[0] for code in comment.codes}


def labels_hash(comments: Sequence[LabelledComment], phrases: Sequence[Phrase]) -> str:
    """Give a fingerprint of what a model learns from."""
    lines = [*map(repr, comments), *map(repr, phrases)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
