"""Training: the same lessons give the same bytes, and the model that ships is of this codebook."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from drijfveer.codebook import read_codebook
from drijfveer.coding import Coder, lexicon_hash, models_path, read_model, write_model
from drijfveer.errors import InputError
from drijfveer.learning import build_model, measure_file, read_corpus, read_phrases, write_card
from drijfveer.learning.building import labels_hash

MODELS = Path(__file__).parents[2] / "models"
INDUSTRIES = ("bank", "broadband", "fashion", "hotel", "telecom", "visits")
EACH = 60
DRIVERS = ("price", "service", "empathy", "general")
TERMS = 80  # of each theme


@pytest.fixture(scope="module")
def whole():
    return read_codebook("customer")


@pytest.fixture(scope="module")
def book(whole):
    """Make a small codebook, so that training takes seconds."""
    drivers = tuple(driver for driver in whole.drivers if driver.id in DRIVERS)
    themes = {theme.id for driver in drivers for theme in driver.themes} | {signal.id for signal in whole.signals}
    terms = {
        language: {code: entries[:TERMS] for code, entries in lists.items() if code in themes}
        for language, lists in whole.terms.items()
    }
    return replace(whole, drivers=drivers, terms=terms)


def copy_rows(source: Path, target: Path, book, most: int) -> None:
    """Copy labelled comments, less the codes of themes that the small codebook lacks."""
    lines = []
    for line in source.read_text(encoding="utf-8").splitlines()[:most]:
        row = json.loads(line)
        row["codes"] = [code for code in row["codes"] if code[0] in book.themes]
        lines.append(json.dumps(row) + "\n")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("".join(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def lessons(book, tmp_path_factory) -> Path:
    """Make a small copy of the English lessons."""
    folder = tmp_path_factory.mktemp("lessons")
    for industry in INDUSTRIES:
        place = Path("corpus", "en", f"{industry}.jsonl")
        copy_rows(MODELS / place, folder / place, book, EACH)
    copy_rows(MODELS / "second" / "en.jsonl", folder / "second" / "en.jsonl", book, 300)
    (folder / "corpus" / "unseen.txt").write_text("# of these only\nvisits\nbroadband\n", encoding="utf-8")
    shutil.copytree(MODELS / "phrases" / "en", folder / "phrases" / "en")
    return folder


@pytest.fixture(scope="module")
def model(lessons, book):
    return build_model(lessons, book, "en")


@pytest.mark.slow
def test_training_again_gives_the_same_bytes(model, lessons, book, tmp_path):
    for folder, trained in (("one", model), ("two", build_model(lessons, book, "en"))):
        write_model(trained, tmp_path / folder)
        write_card(tmp_path / folder)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == ["CARD.md", "features.txt", "model.json", "weights.npz"]
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


@pytest.mark.slow
def test_a_trained_model_tells_what_it_learned_from(model, book):
    assert model.facts["comments"] == EACH * len(INDUSTRIES)
    assert model.facts["groups"] == dict.fromkeys(INDUSTRIES, EACH)
    assert model.facts["judged_on"] == ["broadband", "visits"]
    figures = {(row["by"], row["view"]): row for row in model.facts["out_of_fold"]}
    assert figures["rules and model", "driver"]["comments"] == 2 * EACH
    assert 0.2 < figures["rules and model", "driver"]["f1"] < 1
    assert set(model.facts["agreement"]["drivers"]) == {driver.id for driver in book.drivers}


@pytest.mark.slow
def test_a_trained_model_codes(model, book):
    coder = Coder(book, models={"en": model})
    found = {(m.theme, m.polarity) for m in coder.code("Friendly staff but far too expensive", "en").mentions}
    assert found == {("empathy.friendliness", "pos"), ("price.level", "neg")}


@pytest.mark.slow
def test_a_card_holds_facts_and_figures(model, lessons, book, tmp_path):
    write_model(model, tmp_path)
    measured = measure_file(lessons / "second" / "en.jsonl", Coder(book, models={"en": model}), book)
    card = write_card(tmp_path, [measured]).read_text(encoding="utf-8")
    assert "comments were labelled twice" in card
    assert "### en.jsonl: 300 comments, en" in card
    assert "| rules and model | driver |" in card
    assert "Expected calibration error" in card
    assert "$" not in card


def test_too_few_industries_are_refused(lessons, book, tmp_path):
    (tmp_path / "corpus" / "en").mkdir(parents=True)
    shutil.copy(lessons / "corpus" / "en" / "bank.jsonl", tmp_path / "corpus" / "en")
    with pytest.raises(InputError, match="come from 1 groups; training needs at least 5"):
        build_model(tmp_path, book, "en")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_model_that_ships_is_of_this_codebook_and_corpus(whole, language):
    """Where this fails terms or labels have changed since training: run `drijfveer train models -o models`."""
    facts = read_model(models_path() / language).facts
    assert facts["codebook"] == f"{whole.id} {whole.version} ({whole.hash})"
    assert facts["lexicon"] == lexicon_hash()
    comments = read_corpus(MODELS / "corpus", language, whole)
    assert facts["labels"] == labels_hash(comments, read_phrases(MODELS / "phrases", language, whole))


def test_the_models_that_ship_are_small():
    size = sum(file.stat().st_size for language in ("nl", "en") for file in (models_path() / language).iterdir())
    assert size < 20_000_000


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_card_that_ships_is_of_its_model(language):
    place = models_path() / language
    card = (place / "CARD.md").read_text(encoding="utf-8")
    manifest = json.loads((place / "model.json").read_text(encoding="utf-8"))
    for digest in manifest["sha256"].values():
        assert digest[:16] in card
    assert "### dev.jsonl" in card
