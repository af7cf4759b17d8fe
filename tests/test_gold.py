"""Quality of the coding on labelled comments, per language; skipped without them, saying so."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

FLOORS = {
    ("nl", "driver"): 0.72,
    ("nl", "driver+polarity"): 0.64,
    ("nl", "theme"): 0.60,
    ("en", "driver"): 0.68,
    ("en", "driver+polarity"): 0.60,
    ("en", "theme"): 0.55,
}


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
def test_no_real_comment_stands_in_the_repository(shared):
    root = Path(__file__).parents[1]
    leaks = subprocess.run(
        [sys.executable, str(shared / "tools" / "leaks.py"), str(root)], capture_output=True, text=True, check=False
    )
    assert leaks.returncode == 0, leaks.stdout
