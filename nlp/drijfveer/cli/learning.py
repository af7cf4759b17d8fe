"""Learning: the commands that train models and measure them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from drijfveer.cli.options import CodebookName, Language, ModelName
from drijfveer.cli.progress import show_progress
from drijfveer.codebook import read_codebook
from drijfveer.coding import Coder, find_models, models_path, write_model
from drijfveer.errors import SettingsError
from drijfveer.reporting.files import check_folder

app = typer.Typer()
_LANGUAGES: tuple[Language, ...] = ("nl", "en")


@app.command("train")
def train_command(
    folder: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", help="Holds corpus/LANGUAGE/INDUSTRY.jsonl and phrases/LANGUAGE/THEME.txt."),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder for the models; one folder a language.")],
    language: Annotated[
        Language | None, typer.Option("--language", help="Language to train for.  [both, one after the other]")
    ] = None,
    codebook: CodebookName = "customer",
) -> None:
    """Train models from labelled comments; the same comments and versions give the same files.

    Takes a few minutes a language. Writes model.json, features.txt, weights.npz and CARD.md per language.
    """
    # Here, since scikit-learn takes longer to load than other commands need in all.
    from drijfveer.learning import build_model, write_card

    place = check_folder(output)
    book = read_codebook(codebook)
    for name in [language] if language else _LANGUAGES:
        with show_progress() as show:
            model = build_model(folder, book, name, progress=show)
        write_model(model, place / name)
        write_card(place / name)
        typer.echo(f"{name}: learned from {model.facts['comments']:,} comments. Written to {place / name}.")


@app.command("evaluate")
def evaluate_command(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Labelled comments (jsonl), SemEval restaurant sentences (jsonl), or an export with a score.",
        ),
    ],
    codebook: CodebookName = "customer",
    model: ModelName = "default",
    cards: Annotated[
        bool, typer.Option("--cards", help="Write the figures into the cards of the models, too.")
    ] = False,
) -> None:
    """Measure the coding: precision, recall and F1 with intervals, calibration, and the link to a score."""
    from drijfveer.learning import measure_file, write_card

    if cards and model == "none":
        raise SettingsError("There is no model to write a card for: leave --cards or --model none out.")
    book = read_codebook(codebook)
    coder = Coder(book, models=model)
    measured = []
    console = Console(soft_wrap=True)
    for file in files:
        with show_progress() as show:
            measured.append(measure_file(file, coder, book, progress=show))
        console.print(measured[-1].markdown, markup=False, highlight=False)
    if cards:
        folder = models_path() if model == "default" else Path(model)
        spoken = {language for part in measured for language in part.parts}
        for name, place in find_models(folder, sorted(spoken)).items():
            typer.echo(f"{name}: written to {write_card(place, measured)}.")
