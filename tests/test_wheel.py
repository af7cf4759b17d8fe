"""What ships: the wheel, installed without the dev extras into an environment of its own."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODEL_FILES = ("model.json", "features.txt", "weights.npz", "CARD.md")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)], check=True)
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_wheel_holds_the_knowledge_and_nothing_of_the_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "drijfveer/py.typed",
        "drijfveer/scales.toml",
        "drijfveer/codebook/README.md",
        "drijfveer/codebook/customer/codebook.toml",
        "drijfveer/codebook/customer/terms/nl/delivery.speed.txt",
        "drijfveer/coding/lexicon/en/negative.txt",
        "drijfveer/sample/lichtveld.csv",
        "drijfveer/learning/card.md",
        *(f"drijfveer/models/{language}/{name}" for language in ("nl", "en") for name in MODEL_FILES),
    ):
        assert needed in names
    assert [name for name in names if not name.startswith(("drijfveer/", "drijfveer-"))] == []


@pytest.mark.slow
def test_wheel_runs_the_demo_in_a_clean_environment(wheel, tmp_path):
    venv.create(tmp_path / "env", with_pip=True)
    python = next(path for path in (tmp_path / "env").glob("*/python*") if path.stem == "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", str(wheel)], check=True)
    done = subprocess.run(
        [python, "-m", "drijfveer", "demo", "-o", str(tmp_path / "out")],
        capture_output=True, text=True, encoding="utf-8", check=True, cwd=tmp_path,
    )  # fmt: skip
    assert "NPS" in done.stdout
    assert (tmp_path / "out" / "report.html").is_file()
