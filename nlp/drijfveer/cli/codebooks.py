"""Codebooks: the commands that show and check them."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from drijfveer.cli.options import CodebookName, Language
from drijfveer.codebook import Codebook, read_codebook
from drijfveer.codebook.integrity import check_codebook
from drijfveer.errors import CodebookError

app = typer.Typer(help="Look at a codebook, or check one of your own.", no_args_is_help=True)


@app.command("show")
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


@app.command("check")
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
