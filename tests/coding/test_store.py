"""Models on disk: the same bytes each time, nothing run on loading, and clear words where something is wrong."""

import io
import json
import os
import pickle
from dataclasses import replace

import numpy as np
import pytest

from drijfveer.coding import Coder, Model, read_model, write_model
from drijfveer.coding.fusion import POLARITY_EVIDENCE, THEME_EVIDENCE, Fusion
from drijfveer.coding.linear import Weights
from drijfveer.coding.store import FEATURES, MANIFEST, WEIGHTS, find_models
from drijfveer.errors import ModelError

THEMES = ["price.level", "service.speed"]


def array(rng, *shape):
    return rng.normal(size=shape).astype(np.float16).astype(np.float32)


@pytest.fixture
def model():
    rng = np.random.default_rng(0)
    names = ["#<du", "duur", "snel geholpen", "é"]
    return Model(
        language="nl",
        weights=Weights({name: row for row, name in enumerate(names)}, array(rng, 4), array(rng, 4, 5), array(rng, 5)),
        fusion=Fusion(
            themes=THEMES,
            theme_coef=array(rng, len(THEME_EVIDENCE)),
            theme_bias=array(rng, 2),
            keep=array(rng, 2),
            add=array(rng, 2),
            polarity_coef=array(rng, len(POLARITY_EVIDENCE), 3),
            polarity_bias=array(rng, 2, 3),
        ),
        facts={"comments": 3},
    )


def test_a_model_comes_back_as_it_was(model, tmp_path):
    write_model(model, tmp_path / "nl")
    again = read_model(tmp_path / "nl")
    assert again.language == "nl"
    assert again.facts == {"comments": 3}
    assert list(again.themes) == THEMES
    assert again.weights.features == model.weights.features
    for field in ("idf", "coef", "bias"):
        assert (getattr(again.weights, field) == getattr(model.weights, field)).all(), field
    for field in ("theme_coef", "theme_bias", "keep", "add", "polarity_coef", "polarity_bias"):
        assert (getattr(again.fusion, field) == getattr(model.fusion, field)).all(), field


def test_the_same_model_gives_the_same_bytes(model, tmp_path):
    for folder in ("one", "two"):
        write_model(model, tmp_path / folder)
    for name in (MANIFEST, FEATURES, WEIGHTS):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def change_manifest(folder, **changes):
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    (folder / MANIFEST).write_text(json.dumps(manifest | changes), encoding="utf-8")


def spoil(folder, name, at=-20):
    content = bytearray((folder / name).read_bytes())
    content[at] ^= 255
    (folder / name).write_bytes(content)


FAULTS = {
    "no manifest": (lambda f: (f / MANIFEST).unlink(), "There is no model in .*model.json is not there"),
    "no weights": (lambda f: (f / WEIGHTS).unlink(), "incomplete: weights.npz cannot be read"),
    "spoilt weights": (lambda f: spoil(f, WEIGHTS), "damaged: weights.npz is not what model.json says"),
    "spoilt features": (lambda f: spoil(f, FEATURES), "damaged: features.txt is not what model.json says"),
    "cut short": (lambda f: (f / WEIGHTS).write_bytes(b""), "damaged: weights.npz is not what"),
    "not JSON": (lambda f: (f / MANIFEST).write_text("{"), "damaged: model.json cannot be read"),
    "foreign": (lambda f: change_manifest(f, format="other"), "is not a drijfveer model. Give a folder that"),
    "a list": (lambda f: (f / MANIFEST).write_text("[]"), "is not a drijfveer model"),
    "newer": (lambda f: change_manifest(f, format_version=2), "has format 2; this drijfveer reads format 1. Update"),
    "other evidence": (
        lambda f: change_manifest(f, theme_evidence=[]),
        "made by another drijfveer: its theme_evidence",
    ),
    "no hashes": (lambda f: change_manifest(f, sha256={}), "lacks its hashes"),
    "null hashes": (lambda f: change_manifest(f, sha256=None), "lacks its sha256"),
    "no language": (lambda f: change_manifest(f, language=None, facts=3), "lacks its language, facts"),
    "other themes": (lambda f: change_manifest(f, themes=["price.level"]), "theme_bias does not have the shape"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_is_said(model, tmp_path, fault):
    write_model(model, tmp_path)
    change, message = FAULTS[fault]
    change(tmp_path)
    with pytest.raises(ModelError, match=message):
        read_model(tmp_path)


class Trap:
    def __reduce__(self):
        return (os.mkdir, ("trapped",))


def test_loading_runs_no_code(model, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_model(model, tmp_path)
    buffer = io.BytesIO()
    np.savez(buffer, coef=np.array([Trap()], dtype=object), allow_pickle=True)
    (tmp_path / WEIGHTS).write_bytes(buffer.getvalue())
    import hashlib

    hashes = {name: hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() for name in (FEATURES, WEIGHTS)}
    change_manifest(tmp_path, sha256=hashes)
    with pytest.raises(ModelError, match=r"damaged: weights\.npz cannot be read"):
        read_model(tmp_path)
    (tmp_path / WEIGHTS).write_bytes(pickle.dumps(Trap()))
    hashes[WEIGHTS] = hashlib.sha256((tmp_path / WEIGHTS).read_bytes()).hexdigest()
    change_manifest(tmp_path, sha256=hashes)
    with pytest.raises(ModelError, match="damaged"):
        read_model(tmp_path)
    assert not (tmp_path / "trapped").exists()


def test_a_folder_without_a_model_is_named(tmp_path):
    with pytest.raises(ModelError, match=r"lacks nl/model.json or en/model.json. Train it with `drijfveer train`"):
        find_models(tmp_path, ["nl", "en"])
    assert find_models("none", ["nl"]) == {}


def test_a_model_knows_nothing_of_themes_that_the_codebook_lacks(model, book):
    """A theme that only the model knows is never added, however sure it is."""
    fusion = replace(
        model.fusion, themes=["price.level", "weather.rain"], theme_bias=np.array([0, 50], dtype=np.float32)
    )
    coder = Coder(book, models={"nl": replace(model, fusion=fusion)})
    assert "weather.rain" not in {mention.theme for mention in coder.code("Het regende pijpenstelen", "nl").mentions}


def test_a_model_of_another_language_is_refused(model, book):
    with pytest.raises(ModelError, match="given for en is one for nl"):
        Coder(book, models={"en": model}).code("too expensive", "en")
