"""Surveys: the commands that read an export."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from drijfveer.analysis import Classification, analyse, classify, sample_path
from drijfveer.cli.options import (
    Base,
    CodebookName,
    CommentLanguage,
    Confidence,
    DateName,
    Delimiter,
    DetractorTo,
    Encoding,
    Export,
    IdName,
    Jobs,
    Language,
    LanguageName,
    ModelName,
    PromoterFrom,
    ReportLanguage,
    ScaleName,
    ScoreName,
    Segments,
    Sheet,
    TextColumnName,
    WeightName,
)
from drijfveer.cli.progress import show_progress
from drijfveer.reporting import render_terminal
from drijfveer.reporting.files import check_folder, check_table_path, write_table
from drijfveer.reporting.words import Wording
from drijfveer.settings import Settings

app = typer.Typer()


@app.command("analyse")
def analyse_command(
    export: Export,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder for the results; made if need be.")],
    text: TextColumnName = None,
    score: ScoreName = None,
    comment_id: IdName = None,
    date: DateName = None,
    language: LanguageName = None,
    weight: WeightName = None,
    segment: Segments = None,
    scale: ScaleName = None,
    promoter_from: PromoterFrom = None,
    detractor_to: DetractorTo = None,
    comment_language: CommentLanguage = "auto",
    sheet: Sheet = None,
    delimiter: Delimiter = None,
    encoding: Encoding = None,
    codebook: CodebookName = "customer",
    model: ModelName = "default",
    base: Base = "commenters",
    confidence: Confidence = 0.95,
    jobs: Jobs = 1,
    report_language: ReportLanguage = None,
) -> None:
    """Say why the score is what it is: comments, drivers and a report.

    Writes comments.parquet, mentions.parquet, signals.parquet, drivers.csv, report.html and analysis.json.
    """
    check_folder(output)
    settings = Settings(
        text=text,
        score=score,
        comment_id=comment_id,
        date=date,
        language=language,
        weight=weight,
        segments=tuple(segment) if segment else None,
        scale=scale,
        promoter_from=promoter_from,
        detractor_to=detractor_to,
        comment_language=comment_language,
        sheet=sheet,
        delimiter=delimiter,
        encoding=encoding,
        codebook=codebook,
        model=model,
        base=base,
        confidence=confidence,
        jobs=jobs,
    )
    _analyse(export, settings, output, report_language)


@app.command("classify")
def classify_command(
    export: Export,
    output: Annotated[
        Path,
        typer.Option("-o", "--output", help="File for the mentions; its ending says how: parquet, csv, jsonl, xlsx."),
    ],
    text: TextColumnName = None,
    comment_id: IdName = None,
    language: LanguageName = None,
    comment_language: CommentLanguage = "auto",
    sheet: Sheet = None,
    delimiter: Delimiter = None,
    encoding: Encoding = None,
    codebook: CodebookName = "customer",
    model: ModelName = "default",
    signals: Annotated[Path | None, typer.Option("--signals", help="File for the signals, if wanted.")] = None,
    jobs: Jobs = 1,
) -> None:
    """Code the comments of an export; it need not have a score.

    Writes one row per comment, theme and polarity: comment_id first, then driver, theme, polarity and evidence.
    """
    for path in (output, signals):
        if path is not None:
            check_table_path(path)
    settings = Settings(
        text=text,
        comment_id=comment_id,
        language=language,
        comment_language=comment_language,
        sheet=sheet,
        delimiter=delimiter,
        encoding=encoding,
        codebook=codebook,
        model=model,
        jobs=jobs,
    )
    with show_progress() as show:
        coded = classify(export, settings=settings, progress=show)
    write_table(coded.mentions, output)
    if signals is not None:
        write_table(coded.signals, signals)
    _tell_classification(coded, output)


@app.command("demo")
def demo_command(
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder for the results.")] = Path("drijfveer-demo"),
    report_language: ReportLanguage = None,
) -> None:
    """Analyse the survey export that ships: a fictitious energy and web-shop group."""
    check_folder(output)
    _analyse(sample_path(), Settings(), output, report_language)


def _analyse(export: Path, settings: Settings, output: Path, language: Language | None) -> None:
    with show_progress() as show:
        analysis = analyse(export, settings=settings, progress=show)
        show("writing", 0, 0)
        analysis.save(output, language=language, date=datetime.datetime.now(tz=datetime.UTC).astimezone().date())
    console, spoken = Console(), language or analysis.language
    console.print(render_terminal(analysis.findings, language=spoken))
    saved = Wording(spoken).say("report.saved_to", path=output / "report.html")
    console.print(f"\n{saved}", soft_wrap=True, markup=False, highlight=False)


def _tell_classification(coded: Classification, output: Path) -> None:
    for note in coded.export.notes:
        typer.echo(note.text("en"))
    account, mentioned = coded.export.account, coded.mentions["comment_id"].nunique()
    typer.echo(
        f"{account.comments:,} comments of {account.rows:,} rows: {mentioned:,} with a mention, "
        f"{len(coded.mentions):,} mentions, {len(coded.signals):,} signals. Written to {output}."
    )
