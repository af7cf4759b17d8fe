"""Quality of the coding on labelled comments, per language; skipped without them, saying so."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from drijfveer.codebook import read_codebook
from drijfveer.coding import Coder
from drijfveer.learning import Measurement, measure_file

FLOORS = {
    ("nl", "driver"): 0.83,
    ("nl", "driver+polarity"): 0.78,
    ("nl", "theme"): 0.78,
    ("nl", "theme+polarity"): 0.73,
    ("en", "driver"): 0.80,
    ("en", "driver+polarity"): 0.77,
    ("en", "theme"): 0.74,
    ("en", "theme+polarity"): 0.69,
}
MACRO_FLOORS = {"nl": 0.78, "en": 0.75}
LEAST_CATEGORIES, LEAST_CORRELATION, MOST_PRAISED = 0.72, 0.60, 0.05
MOST_CALIBRATION_ERROR = 0.05


@pytest.fixture(scope="module")
def figures(shared, tmp_path_factory) -> dict:
    gold = shared / "gold" / "dev.jsonl"
    mentions = tmp_path_factory.mktemp("gold") / "mentions.parquet"
    command = [sys.executable, "-m", "drijfveer", "classify", str(gold), "-o", str(mentions)]
    subprocess.run(command, check=True, capture_output=True)
    scorer = [sys.executable, str(shared / "tools" / "score.py"), str(gold), str(mentions), "--json"]
    return json.loads(subprocess.run(scorer, check=True, capture_output=True, text=True).stdout)


@pytest.mark.slow
@pytest.mark.parametrize(("language", "view"), FLOORS)
def test_micro_f1_stays_above_its_floor(figures, language, view):
    assert figures[language][view]["f1"] >= FLOORS[language, view], figures[language][view]


@pytest.mark.slow
@pytest.mark.parametrize("language", MACRO_FLOORS)
def test_macro_f1_stays_above_its_floor(figures, language):
    assert figures[language]["driver_macro_f1"] >= MACRO_FLOORS[language]


@pytest.fixture(scope="module")
def book():
    return read_codebook("customer")


@pytest.fixture(scope="module")
def coder(book):
    return Coder(book)


def numbers(measurement: Measurement) -> list[float]:
    """Read the figures of the last row of a measurement."""
    return [
        float(number.replace(",", "")) for number in re.findall(r"[\d.,]*\d", measurement.markdown.splitlines()[-1])
    ]


@pytest.mark.slow
def test_our_measure_is_that_of_the_scorer_and_probabilities_hold(shared, figures, coder, book):
    measured = measure_file(shared / "gold" / "dev.jsonl", coder, book).markdown
    for language, view in FLOORS:
        own = re.search(
            rf"comments, {language}\n.*?\| rules and model \| {re.escape(view)} \| [\d.]+ \| [\d.]+ \| ([\d.]+)",
            measured,
            flags=re.DOTALL,
        )
        assert own
        assert float(own[1]) == pytest.approx(figures[language][view]["f1"], abs=0.0011)
    errors = [float(error) for error in re.findall(r"error: ([\d.]+) over the probabilities of all", measured)]
    assert len(errors) == 2
    assert max(errors) <= MOST_CALIBRATION_ERROR


@pytest.mark.slow
def test_drivers_agree_with_categories_of_others(shared, coder, book):
    measured = measure_file(shared / "gold" / "semeval16_nl_train.jsonl", coder, book)
    assert numbers(measured)[2] >= LEAST_CATEGORIES


@pytest.mark.slow
def test_polarity_goes_with_the_stars(shared, coder, book):
    correlation, praised, _ = numbers(measure_file(shared / "exports" / "meal_delivery_nl.csv", coder, book))
    assert correlation >= LEAST_CORRELATION
    assert praised / 100 <= MOST_PRAISED


@pytest.mark.slow
def test_no_real_comment_stands_in_the_repository(shared):
    root = Path(__file__).parents[1]
    leaks = subprocess.run(
        [sys.executable, str(shared / "tools" / "leaks.py"), str(root)], capture_output=True, text=True, check=False
    )
    assert leaks.returncode == 0, leaks.stdout
