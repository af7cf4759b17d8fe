import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from drijfveer.cli import app

ROWS = [
    ("1", "9", "Vriendelijk geholpen en snel geleverd"),
    ("2", "3", "Veel te duur"),
    ("3", "8", "n.v.t."),
    ("4", "10", ""),
    ("5", "", "Prima service"),
]


def drijfveer(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "drijfveer", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=cwd)


def write_export(path: Path, header: str = "id;NPS;toelichting", encoding: str = "utf-8") -> Path:
    lines = [header, *(";".join(row) for row in ROWS)]
    path.write_text("\r\n".join(lines), encoding=encoding)
    return path


def test_analyse_writes_the_results_and_tells_them(tmp_path):
    done = drijfveer("analyse", write_export(tmp_path / "export.csv"), "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "NPS" in done.stdout
    assert "report.html" in done.stdout
    assert done.stderr == ""
    comments = pd.read_parquet(tmp_path / "out" / "comments.parquet")
    assert list(comments["comment_id"]) == ["1", "2", "3", "4", "5"]
    assert list(comments["answer"]) == ["comment", "comment", "none", "empty", "comment"]


def test_the_summary_and_its_notes_are_in_the_language_of_the_report(tmp_path):
    out = tmp_path / "out"
    done = drijfveer("analyse", write_export(tmp_path / "export.csv"), "-o", out, "--report-language", "nl")
    assert "1 rij zonder score." in done.stdout
    assert done.stdout.endswith(f"Rapport: {out / 'report.html'}\n")
    assert "1 rij zonder score." in (out / "report.html").read_text(encoding="utf-8")
    notes = json.loads((out / "analysis.json").read_text(encoding="utf-8"))["notes"]
    assert {"key": "scores_missing", "text": "1 row without a score."} in notes


@pytest.mark.parametrize("suffix", ["parquet", "csv", "jsonl", "xlsx"])
def test_classify_writes_by_the_ending(tmp_path, suffix):
    output = tmp_path / f"mentions.{suffix}"
    done = drijfveer("classify", write_export(tmp_path / "export.csv"), "-o", output)
    assert done.returncode == 0, done.stderr
    readers = {
        "parquet": pd.read_parquet,
        "csv": lambda path: pd.read_csv(path, dtype={"comment_id": "str"}),
        "jsonl": lambda path: pd.read_json(path, lines=True, dtype={"comment_id": "str"}),
        "xlsx": lambda path: pd.read_excel(path, dtype={"comment_id": "str"}, engine="calamine"),
    }
    mentions = readers[suffix](output)
    assert mentions.columns[0] == "comment_id"
    assert set(mentions["comment_id"]) == {"1", "2", "5"}


def test_signals_have_a_file_of_their_own(tmp_path):
    export = tmp_path / "export.csv"
    export.write_text("id,toelichting\n1,Echt een aanrader\n2,Prima\n", encoding="utf-8")
    done = drijfveer("classify", export, "-o", tmp_path / "m.csv", "--signals", tmp_path / "s.csv")
    assert done.returncode == 0, done.stderr
    assert list(pd.read_csv(tmp_path / "s.csv")["signal"]) == ["advocacy"]


def test_windows_file_with_semicolons(tmp_path):
    path = tmp_path / "export.csv"
    path.write_bytes("id;NPS;toelichting\r\n1;9;één café, € 5 – vriendelijk\r\n2;4;te duur\r\n".encode("cp1252"))
    done = drijfveer("analyse", path, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert pd.read_parquet(tmp_path / "out" / "comments.parquet")["text"][0] == "één café, € 5 – vriendelijk"


def test_score_of_text(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(
        "NPS,toelichting\n9 - zeer waarschijnlijk,Vriendelijk\n0 - zeer onwaarschijnlijk,Te duur\n", encoding="utf-8"
    )
    done = drijfveer("analyse", path, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert list(pd.read_parquet(tmp_path / "out" / "comments.parquet")["score"]) == [9.0, 0.0]


def test_long_and_odd_comments(tmp_path):
    long = "De bezorger was vriendelijk maar te laat. " * 1000
    path = tmp_path / "export.csv"
    path.write_text(
        f'NPS,toelichting\n5,"{long}"\n9,👍👍\n9,"met ""aanhalingstekens"" en\nnieuwe regel"\n', encoding="utf-8"
    )
    done = drijfveer("analyse", path, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert len(pd.read_parquet(tmp_path / "out" / "comments.parquet")) == 3


def make_mistakes(tmp_path: Path) -> dict[str, list[object]]:
    """Give for each mistake the arguments that make it."""
    good = write_export(tmp_path / "good.csv")
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "header.csv").write_text("id,NPS,toelichting\n", encoding="utf-8")
    (tmp_path / "odd.docx").write_bytes(b"x")
    (tmp_path / "no_score.csv").write_text("id,toelichting\n1,goed\n2,slecht\n", encoding="utf-8")
    (tmp_path / "two.csv").write_text("NPS,NPS score,toelichting\n9,8,goed\n2,3,slecht\n", encoding="utf-8")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    out = tmp_path / "out"
    return {
        "directory": ["analyse", tmp_path, "-o", out],
        "absent": ["analyse", tmp_path / "absent.csv", "-o", out],
        "empty": ["analyse", tmp_path / "empty.csv", "-o", out],
        "header only": ["analyse", tmp_path / "header.csv", "-o", out],
        "unknown ending": ["analyse", tmp_path / "odd.docx", "-o", out],
        "no score": ["analyse", tmp_path / "no_score.csv", "-o", out],
        "two scores": ["analyse", tmp_path / "two.csv", "-o", out],
        "unknown column": ["analyse", good, "-o", out, "--score", "cijfer"],
        "unknown scale": ["analyse", good, "-o", out, "--scale", "nps5"],
        "crossing cuts": ["analyse", good, "-o", out, "--promoter-from", "5", "--detractor-to", "6"],
        "confidence": ["analyse", good, "-o", out, "--confidence", "95"],
        "output is a file": ["analyse", good, "-o", tmp_path / "file"],
        "table ending": ["classify", good, "-o", tmp_path / "mentions.txt"],
        "missing parent": ["classify", good, "-o", tmp_path / "absent" / "mentions.csv"],
        "unknown codebook": ["analyse", good, "-o", out, "--codebook", "mine"],
        "missing argument": ["analyse"],
        "unknown command": ["analyze", good],
        "unknown option": ["analyse", good, "-o", out, "--score-column", "NPS"],
        "no number": ["analyse", good, "-o", out, "--confidence", "high"],
        "unknown code": ["codebook", "show", "delivery.wings"],
    }


EXPECTED = {
    "directory": "is a folder",
    "absent": "There is no file",
    "empty": "empty",
    "header only": "header",
    "unknown ending": ".docx",
    "no score": "--score",
    "two scores": "--score",
    "unknown column": "cijfer",
    "unknown scale": "no scale 'nps5'. Allowed: nps, ces7",
    "crossing cuts": "promoters must start above the detractors",
    "confidence": "between 0 and 1",
    "output is a file": "is a file; a folder is meant",
    "table ending": "ends in '.txt'; a table is written as .parquet, .csv, .jsonl, .xlsx",
    "missing parent": "does not exist. Make it first",
    "unknown codebook": "no codebook 'mine'",
    "missing argument": "Missing argument",
    "unknown command": "No such command 'analyze'",
    "unknown option": "No such option: --score-column",
    "no number": "--confidence",
    "unknown code": "has no 'delivery.wings'",
}


@pytest.mark.parametrize("mistake", EXPECTED)
def test_a_mistake_gives_one_line_and_exit_code_2(tmp_path, mistake):
    done = drijfveer(*make_mistakes(tmp_path)[mistake])
    assert done.returncode == 2, done
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert done.stderr.startswith("drijfveer: ")
    assert EXPECTED[mistake] in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize("command", ["analyse", "classify", "demo", "codebook", "codebook show", "codebook check"])
def test_every_command_has_help(command):
    result = CliRunner().invoke(app, [*command.split(), "--help"])
    assert result.exit_code == 0
    assert len(result.output.splitlines()) > 5


def test_codebook_show_and_check():
    shown = drijfveer("codebook", "show", "delivery.speed", "--language", "nl")
    assert shown.returncode == 0
    assert "delivery.speed" in shown.stdout
    checked = drijfveer("codebook", "check")
    assert checked.returncode == 0, checked.stderr
    assert "15 drivers, 44 themes, 3 signals" in checked.stdout
