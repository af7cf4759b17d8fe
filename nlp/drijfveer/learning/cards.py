"""Cards: what a model is, what it learned from and what it reaches, for people."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from string import Template
from typing import Any

from drijfveer.coding import Model, read_model
from drijfveer.coding.store import FEATURES, MANIFEST, WEIGHTS
from drijfveer.errors import ModelError
from drijfveer.learning.measuring import Measurement
from drijfveer.reporting.files import write_text

CARD = "CARD.md"
_LANGUAGES = {"nl": "Dutch", "en": "English"}


def write_card(folder: str | Path, measurements: Sequence[Measurement] = ()) -> Path:
    """Write CARD.md beside a model: its facts and, where given, what it reaches; returns the path.

    Only measurements of the model's language are taken. Raises ModelError where there is no model or it does not say
    what it learned from, and OutputError where the card cannot be written.
    """
    place = Path(folder)
    model = read_model(place)
    if "comments" not in model.facts:
        raise ModelError(f"The model in {place} does not say what it learned from, so it gets no card.")
    own = [part.parts[model.language] for part in measurements if model.language in part.parts]
    card = place / CARD
    write_text(_describe(model, _hashes(place), own), card)
    return card


def _describe(model: Model, hashes: Mapping[str, str], measured: Sequence[str]) -> str:
    facts = model.facts
    template = resources.files("drijfveer.learning").joinpath("card.md").read_text(encoding="utf-8")
    return Template(template).substitute(
        language=_LANGUAGES.get(model.language, model.language),
        code=model.language,
        comments=f"{facts['comments']:,}",
        phrases=f"{facts['phrases']:,}",
        origin=" ".join(facts["origin"].split()),
        judged_on=", ".join(facts["judged_on"] or facts["groups"]),
        groups=", ".join(f"{name} ({count})" for name, count in facts["groups"].items()),
        variety=_variety(facts["variety"]),
        agreement=_agreement(facts["agreement"]),
        out_of_fold=_out_of_fold(facts["out_of_fold"]),
        measured="\n\n".join(measured) or "Not measured yet: run the command above.",
        themes=len(model.themes),
        features=f"{len(model.weights.features):,}",
        codebook=facts["codebook"],
        lexicon=facts["lexicon"],
        labels=facts["labels"],
        versions=", ".join(f"{name} {version}" for name, version in facts["versions"].items()),
        python=facts["python"],
        hashes="\n".join(f"- `{name}`: `{digest}`" for name, digest in hashes.items()),
    )


def _variety(variety: Mapping[str, Any]) -> str:
    return (
        f"Half of the comments have at most {variety['median_length']:.0f} words; {variety['under_5']:.0%} have fewer "
        f"than 5 and {variety['over_45']:.0%} more than 45. {variety['shared_runs']:.1%} of the runs of four words "
        f"occur in more than one comment, and 10,000 words hold {variety['forms']:,.0f} different word forms."
    )


def _agreement(agreement: Mapping[str, Any]) -> str:
    if not agreement:
        return "There is no second labelling."
    rows = ["| driver | alpha | first coder | second coder |", "|---|---|---|---|"]
    rows += [
        f"| {driver} | {row['alpha']:.2f} [{row['low']:.2f}, {row['high']:.2f}] | {row['first']} | {row['second']} |"
        for driver, row in agreement["drivers"].items()
    ]
    return f"{agreement['comments']} comments were labelled twice. Krippendorff's alpha:\n\n" + "\n".join(rows)


def _out_of_fold(figures: Sequence[Mapping[str, Any]]) -> str:
    rows = ["| by | view | precision | recall | F1 |", "|---|---|---|---|---|"]
    rows += [
        f"| {row['by']} | {row['view']} | {row['precision']:.3f} | {row['recall']:.3f} | "
        f"{row['f1']:.3f} [{row['low']:.3f}, {row['high']:.3f}] |"
        for row in figures
    ]
    return "\n".join(rows)


def _hashes(place: Path) -> dict[str, str]:
    return {
        name: hashlib.sha256((place / name).read_bytes()).hexdigest()[:16] for name in (MANIFEST, FEATURES, WEIGHTS)
    }
