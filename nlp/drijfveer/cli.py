"""The command line: a thin skin that parses, calls and prints."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal, NoReturn, cast

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from drijfveer.analysis import Classification, analyse, classify, sample_path
from drijfveer.codebook import Codebook, read_codebook
from drijfveer.codebook.integrity import check_codebook
from drijfveer.errors import CodebookError, DrijfveerError
from drijfveer.reporting import render_terminal
from drijfveer.reporting.files import check_folder, check_table_path, write_table
from drijfveer.reporting.words import Wording
from drijfveer.scales import scales
from drijfveer.settings import Settings

app = typer.Typer(
    name="drijfveer",
    help="Read the comments people leave with a survey score and say why the score is what it is.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
codebook_app = typer.Typer(help="Look at a codebook, or check one of your own.", no_args_is_help=True)
app.add_typer(codebook_app, name="codebook")

Language = Literal["nl", "en"]
Export = Annotated[Path, typer.Argument(metavar="EXPORT", help="The survey export: csv, tsv, xlsx, parquet or jsonl.")]
TextColumnName = Annotated[str | None, typer.Option("--text", help="Column with the comments.  [guessed]")]
ScoreName = Annotated[str | None, typer.Option("--score", help="Column with the score.  [guessed]")]
IdName = Annotated[str | None, typer.Option("--comment-id", help="Column with the ids.  [guessed, else row number]")]
DateName = Annotated[str | None, typer.Option("--date", help="Column with the date.  [guessed]")]
LanguageName = Annotated[str | None, typer.Option("--language", help="Column with the language.  [guessed]")]
WeightName = Annotated[str | None, typer.Option("--weight", help="Column with survey weights.  [guessed]")]
Segments = Annotated[
    list[str] | None, typer.Option("--segment", help="Column to break down by; may be repeated.  [guessed]")
]
ScaleName = Annotated[
    str | None, typer.Option("--scale", help=f"Scale of the score: {', '.join(scales())}.  [guessed]")
]
PromoterFrom = Annotated[
    float | None, typer.Option("--promoter-from", help="First score that makes a promoter.  [by scale]")
]
DetractorTo = Annotated[
    float | None, typer.Option("--detractor-to", help="Last score that makes a detractor.  [by scale]")
]
CommentLanguage = Annotated[
    Literal["auto", "nl", "en"], typer.Option("--comment-language", help="Language of the comments, if all are in one.")
]
Sheet = Annotated[str | None, typer.Option("--sheet", help="Sheet of an xlsx file.  [the first with data]")]
Delimiter = Annotated[str | None, typer.Option("--delimiter", help="Delimiter of a csv file.  [guessed]")]
Encoding = Annotated[str | None, typer.Option("--encoding", help="Encoding of a text file.  [guessed]")]
CodebookName = Annotated[str, typer.Option("--codebook", help="Codebook that ships, or the folder of your own.")]
Base = Annotated[
    Literal["commenters", "respondents"], typer.Option("--base", help="Who is in the base of the driver figures.")
]
Confidence = Annotated[float, typer.Option("--confidence", help="Confidence of the intervals, between 0 and 1.")]
Jobs = Annotated[int, typer.Option("--jobs", help="Processes to code with.")]
ReportLanguage = Annotated[
    Language | None,
    typer.Option("--report-language", help="Language of the report.  [that of most comments]"),
]


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
        jobs=jobs,
    )
    with _progress() as show:
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


@codebook_app.command("show")
def show_codebook(
    code: Annotated[str | None, typer.Argument(help="A driver, theme or signal; without it, all of them.")] = None,
    codebook: CodebookName = "customer",
    language: Annotated[Language, typer.Option("--language", help="Language of the labels.")] = "en",
) -> None:
    """Show the drivers and themes of a codebook, or one theme with its terms."""
    book = read_codebook(codebook)
    console = Console()
    if code is None:
        console.print(_codebook_table(book, language))
        return
    known = [*(driver.id for driver in book.drivers), *book.themes, *(signal.id for signal in book.signals)]
    if code not in known:
        raise CodebookError(f"The codebook {book.id} has no {code!r}. `drijfveer codebook show` lists what it has.")
    _show_code(console, book, code, language)


@codebook_app.command("check")
def check_codebook_command(
    codebook: Annotated[str, typer.Argument(help="Codebook that ships, or the folder of your own.")] = "customer",
) -> None:
    """Check the lists of terms: sorted, nothing twice, nothing shadowed."""
    problems = check_codebook(codebook)
    for problem in problems:
        typer.echo(str(problem), err=True)
    if problems:
        raise CodebookError(f"{len(problems)} lines of the codebook {codebook} need mending.")
    book = read_codebook(codebook)
    terms = sum(len(entries) for language in book.terms.values() for entries in language.values())
    counts = f"{len(book.drivers)} drivers, {len(book.themes)} themes, {len(book.signals)} signals, {terms:,} terms"
    typer.echo(f"{book.id}: {counts}. All is well.")


def _analyse(export: Path, settings: Settings, output: Path, language: Language | None) -> None:
    with _progress() as show:
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


@contextmanager
def _progress() -> Iterator[_Show]:
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[count]}"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield _Show(bar)


class _Show:
    """Show the stages of an analysis on a bar, one at a time."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._stage, self._task = "reading", bar.add_task("reading", total=None, count="")

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage != self._stage:
            self._bar.remove_task(self._task)
            self._stage, self._task = stage, self._bar.add_task(stage, total=total or None, count="")
        self._bar.update(self._task, completed=done, count=f"{done:,} of {total:,}" if total else "")


def _codebook_table(book: Codebook, language: str) -> Table:
    table = Table("id", "label", "definition", "terms nl/en", title=f"{book.label.in_language(language)} ({book.id})")
    for driver in book.drivers:
        table.add_row(
            driver.id, driver.label.in_language(language), driver.definition.in_language(language), "", style="bold"
        )
        for theme in driver.themes:
            table.add_row(
                f"  {theme.id}",
                theme.label.in_language(language),
                theme.definition.in_language(language),
                _term_counts(book, theme.id),
            )
    table.add_section()
    for signal in book.signals:
        table.add_row(
            signal.id,
            signal.label.in_language(language),
            signal.definition.in_language(language),
            _term_counts(book, signal.id),
        )
    return table


def _term_counts(book: Codebook, code: str) -> str:
    return " / ".join(str(len(terms.get(code, ()))) for terms in book.terms.values())


def _show_code(console: Console, book: Codebook, code: str, language: str) -> None:
    console.print(f"[bold]{code}[/bold]  {escape(book.label_of(code, language))}")
    theme = book.themes.get(code)
    if theme:
        console.print(escape(theme.definition.in_language(language)))
        console.print(f"belongs: {escape('; '.join(theme.belongs))}")
        console.print(f"does not: {escape('; '.join(theme.excludes))}")
    for driver in book.drivers:
        if driver.id == code:
            console.print(escape(driver.definition.in_language(language)))
            for child in driver.themes:
                console.print(f"  {child.id}  {escape(child.label.in_language(language))}")
    for term_language, terms in book.terms.items():
        if code in terms:
            console.print(f"\n[bold]terms {term_language}[/bold]")
            for term in terms[code]:
                console.print(term.line, markup=False, highlight=False)


# Typer may bring a click of its own; under either this is click's UsageError.
_UsageError = cast("type[Exception]", typer.BadParameter.__base__)


def main() -> None:
    """Run the command line; a user's error is one line and exit code 2."""
    try:
        sys.exit(app(prog_name="drijfveer", standalone_mode=False))
    except DrijfveerError as error:
        _fail(str(error))
    except _UsageError as error:
        message = str(error.format_message())  # type: ignore[attr-defined]
        if "\n" in message:  # called without a command: the message is the help
            sys.stderr.write(message + "\n")
            sys.exit(2)
        _fail(f"{message.rstrip('.')}. `drijfveer --help` tells what there is.")
    except typer.Abort:
        sys.stderr.write("drijfveer: stopped.\n")
        sys.exit(130)


def _fail(message: str) -> NoReturn:
    sys.stderr.write(f"drijfveer: {' '.join(message.split())}\n")
    sys.exit(2)
