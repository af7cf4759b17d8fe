"""Store: a trained model on disk, as numbers and text only, so that loading runs no code."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from drijfveer.coding.fusion import POLARITY_EVIDENCE, THEME_EVIDENCE, Fusion
from drijfveer.coding.linear import Weights
from drijfveer.errors import ModelError, OutputError
from drijfveer.tables import POLARITIES

FORMAT = "drijfveer-model"
FORMAT_VERSION = 1
MANIFEST, FEATURES, WEIGHTS = "model.json", "features.txt", "weights.npz"
_AGAIN = "Train it with `drijfveer train`, or install drijfveer again."
_FUSED = [field.name for field in fields(Fusion) if field.name != "themes"]


@dataclass(frozen=True)
class Model:
    """Hold a trained model of one language.

    ``weights`` score the fusion's themes and then the polarities (pos, neg, neu) from n-grams; ``facts`` tell how it
    came about (codebook, corpus, versions, figures).
    """

    language: str
    weights: Weights
    fusion: Fusion
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def themes(self) -> Sequence[str]:
        """List the themes it knows, in the order of the weights."""
        return self.fusion.themes


def write_model(model: Model, folder: str | Path) -> None:
    """Write a model to a folder, made if need be: model.json, features.txt and weights.npz.

    The same model gives the same bytes. Coefficients are kept as 16-bit floats. A run that is killed leaves a model
    that is refused as damaged. Raises OutputError where it cannot be written.
    """
    place = Path(folder)
    features = "".join(f"{name}\n" for name in model.weights.features).encode()
    arrays = {name: getattr(model.fusion, name) for name in _FUSED}
    arrays |= {"idf": model.weights.idf, "coef": model.weights.coef.astype(np.float16), "bias": model.weights.bias}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    manifest = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "language": model.language,
        "themes": list(model.themes),
        "polarities": list(POLARITIES),
        "theme_evidence": list(THEME_EVIDENCE),
        "polarity_evidence": list(POLARITY_EVIDENCE),
        "sha256": {FEATURES: _hash(features), WEIGHTS: _hash(buffer.getvalue())},
        "facts": dict(model.facts),
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    try:
        place.mkdir(parents=True, exist_ok=True)
        for name, content in ((FEATURES, features), (WEIGHTS, buffer.getvalue()), (MANIFEST, text.encode())):
            (place / name).write_bytes(content)
    except OSError as error:
        raise OutputError(
            f"Cannot write the model to {place}: {error.strerror}. Give a folder you may write in."
        ) from None


def read_model(folder: str | Path) -> Model:
    """Read a model from a folder; raises ModelError where it is missing, damaged, foreign or of a newer format."""
    place = Path(folder)
    manifest = _manifest(place)
    contents = {name: _content(place, name, digest) for name, digest in manifest["sha256"].items()}
    names = contents[FEATURES].decode().split("\n")[:-1]
    arrays = _arrays(contents[WEIGHTS], place)
    themes = manifest["themes"]
    shapes = {
        "theme_coef": (len(THEME_EVIDENCE),),
        "theme_bias": (len(themes),),
        "keep": (len(themes),),
        "add": (len(themes),),
        "polarity_coef": (len(POLARITY_EVIDENCE), len(POLARITIES)),
        "polarity_bias": (len(themes), len(POLARITIES)),
        "idf": (len(names),),
        "coef": (len(names), len(themes) + len(POLARITIES)),
        "bias": (len(themes) + len(POLARITIES),),
    }
    for name, shape in shapes.items():
        if name not in arrays or arrays[name].shape != shape or not np.isfinite(arrays[name]).all():
            raise ModelError(f"The model in {place} is damaged: {name} does not have the shape {shape}. {_AGAIN}")
    weights = Weights(
        features={name: row for row, name in enumerate(names)},
        **{name: arrays[name].astype(np.float32) for name in ("idf", "coef", "bias")},
    )
    fusion = Fusion(themes=themes, **{name: arrays[name].astype(np.float32) for name in _FUSED})
    return Model(manifest["language"], weights, fusion, manifest["facts"])


def models_path() -> Path:
    """Give the folder of the models that ship: within the package, or, in a source tree, models/ at its top."""
    packaged = Path(str(resources.files("drijfveer"))) / "models"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[3] / "models"


def find_models(name: str | Path, languages: Sequence[str]) -> dict[str, Path]:
    """Find the folder of each language's model: of those that ship ("default"), in a folder, or of none ("none").

    Raises ModelError where a folder has none for any of the languages.
    """
    if name == "none":
        return {}
    place = models_path() if name == "default" else Path(name)
    found = {language: place / language for language in languages if (place / language / MANIFEST).is_file()}
    if not found:
        wanted = " or ".join(f"{language}/{MANIFEST}" for language in languages)
        raise ModelError(f"There is no model in {place}: it lacks {wanted}. {_AGAIN}")
    return found


def model_hashes(name: str | Path, languages: Sequence[str]) -> dict[str, str]:
    """Give a fingerprint of each language's model; empty for "none"."""
    return {
        language: str(_manifest(place)["sha256"][WEIGHTS])[:16]
        for language, place in find_models(name, languages).items()
    }


def _manifest(place: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(f"There is no model in {place}: {MANIFEST} is not there. {_AGAIN}") from None
    except (OSError, ValueError) as error:
        raise ModelError(f"The model in {place} is damaged: {MANIFEST} cannot be read ({error}). {_AGAIN}") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ModelError(f"{place / MANIFEST} is not a drijfveer model. Give a folder that `drijfveer train` wrote.")
    version = manifest.get("format_version")
    if version != FORMAT_VERSION:
        raise ModelError(
            f"The model in {place} has format {version}; this drijfveer reads format {FORMAT_VERSION}. "
            "Update drijfveer, or train the model again with `drijfveer train`."
        )
    expected = {
        "polarities": list(POLARITIES),
        "theme_evidence": list(THEME_EVIDENCE),
        "polarity_evidence": list(POLARITY_EVIDENCE),
    }
    for name, values in expected.items():
        if manifest.get(name) != values:
            raise ModelError(f"The model in {place} was made by another drijfveer: its {name} differ. {_AGAIN}")
    kinds = {"language": str, "themes": list, "sha256": dict, "facts": dict}
    lacking = [name for name, kind in kinds.items() if not isinstance(manifest.get(name), kind)]
    if lacking or set(manifest["sha256"]) != {FEATURES, WEIGHTS}:
        raise ModelError(
            f"The model in {place} is damaged: {MANIFEST} lacks its {', '.join(lacking) or 'hashes'}. {_AGAIN}"
        )
    return manifest


def _content(place: Path, name: str, digest: str) -> bytes:
    try:
        content = (place / name).read_bytes()
    except OSError as error:
        raise ModelError(f"The model in {place} is incomplete: {name} cannot be read ({error}). {_AGAIN}") from None
    if _hash(content) != digest:
        raise ModelError(f"The model in {place} is damaged: {name} is not what {MANIFEST} says it is. {_AGAIN}")
    return content


def _arrays(content: bytes, place: Path) -> dict[str, np.ndarray[Any, Any]]:
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except (ValueError, OSError, zipfile.BadZipFile) as error:
        raise ModelError(f"The model in {place} is damaged: {WEIGHTS} cannot be read ({error}). {_AGAIN}") from None


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
