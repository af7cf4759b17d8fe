"""Measure the coding on labelled comments: `python models/measure.py [GOLD.jsonl]`.

Without an argument on the corpus in this folder, which we wrote and labelled ourselves. Half a of it (by a hash of the
id) was read for its errors while the terms were written; of half b only totals per theme and term were looked at, and
once snippets of what misfired. With a file of gold comments (lang, text, codes, contested), such as those that are kept
outside the repository, on that.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from drijfveer.codebook import read_codebook
from drijfveer.coding import Coder

CORPUS = Path(__file__).parent / "corpus"
VIEWS = ("driver", "driver+polarity", "theme", "theme+polarity")


def read_rows(path: Path, language: str) -> Iterator[dict]:
    """Read labelled comments; a row of the corpus names its language by its folder."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield {"lang": language, "contested": [], **json.loads(line)}


def view_codes(codes: Iterable, view: str) -> set:
    """Reduce (theme, polarity, ...) to what a view looks at."""
    keys = {
        "driver": lambda theme, _: theme.split(".")[0],
        "driver+polarity": lambda theme, polarity: (theme.split(".")[0], polarity),
        "theme": lambda theme, _: theme,
        "theme+polarity": lambda theme, polarity: (theme, polarity),
    }
    return {keys[view](theme, polarity) for theme, polarity, *_ in codes}


def measure(rows: list[dict], coder: Coder) -> dict[str, tuple[float, float, float]]:
    """Give micro precision, recall and F1 per view; what is contested counts neither way."""
    found = [[(m.theme, m.polarity) for m in coder.code(row["text"], row["lang"]).mentions] for row in rows]
    figures = {}
    for view in VIEWS:
        hit = got = want = 0
        for row, mentions in zip(rows, found, strict=True):
            gold = view_codes(row["codes"], view)
            predicted = view_codes(mentions, view) - (view_codes(row["contested"], view) - gold)
            hit, got, want = hit + len(gold & predicted), got + len(predicted), want + len(gold)
        figures[view] = (hit / max(got, 1), hit / max(want, 1), 2 * hit / max(got + want, 1))
    return figures


def half(row: dict) -> str:
    """Tell which half of the corpus a comment belongs to."""
    return "ab"[int(hashlib.md5(row["id"].encode(), usedforsecurity=False).hexdigest(), 16) % 2]


def main() -> None:
    """Print a table."""
    if len(sys.argv) > 1:
        rows = list(read_rows(Path(sys.argv[1]), "nl"))
        parts = {language: [row for row in rows if row["lang"] == language] for language in ("nl", "en")}
    else:
        rows = [row for path in sorted(CORPUS.glob("*/*.jsonl")) for row in read_rows(path, path.parent.name)]
        parts = {
            f"{language}, half {which}": [row for row in rows if row["lang"] == language and half(row) == which]
            for language in ("nl", "en")
            for which in ("a", "b")
        }
    coder = Coder(read_codebook("customer"))
    print("| comments | n | " + " | ".join(f"{view} (P / R / F1)" for view in VIEWS) + " |")
    print("|---|---|" + "---|" * len(VIEWS))
    for name, part in parts.items():
        if part:
            figures = measure(part, coder)
            cells = [" / ".join(f"{figure:.2f}" for figure in figures[view]) for view in VIEWS]
            print(f"| {name} | {len(part)} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
