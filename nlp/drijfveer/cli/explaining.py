"""Explaining: the command that tells why a text is coded as it is."""

from __future__ import annotations

from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.markup import escape

from drijfveer.cli.options import CodebookName, ModelName
from drijfveer.codebook import Codebook, read_codebook
from drijfveer.coding import Coder, Explanation, Mention
from drijfveer.intake import detect_language

app = typer.Typer()
_LONGEST_REASON = 120  # characters of a term that are shown; `drijfveer codebook show THEME` has it whole
_SHOWN_FROM = 0.05  # probability from which a theme that was not coded is named


@app.command("explain")
def explain_command(
    text: Annotated[str, typer.Argument(help="A comment, in quotes.")],
    language: Annotated[
        Literal["auto", "nl", "en"], typer.Option("--language", help="Language of the comment.")
    ] = "auto",
    codebook: CodebookName = "customer",
    model: ModelName = "default",
) -> None:
    """Tell why a comment is coded as it is: units, codes with their reasons, and themes that came near."""
    book = read_codebook(codebook)
    spoken = detect_language(text) if language == "auto" else language
    explanation = Coder(book, models=model).explain(text, spoken)
    console = Console(highlight=False, soft_wrap=True)
    if not explanation.language:
        console.print("Not coded: neither Dutch nor English by most of its words. Say which with --language.")
        return
    _tell_units(console, explanation)
    for mention in explanation.coding.mentions:
        _tell_mention(console, mention, explanation, book)
    for signal in explanation.coding.signals:
        label = escape(book.label_of(signal.signal, explanation.language))
        console.print(
            f"\n[bold]{label}[/bold] ({signal.signal}) {signal.polarity}: “{escape(text[signal.start : signal.end])}”"
        )
        _tell_reasons(console, signal.reasons)
    if not explanation.coding.mentions:
        console.print("\nNo theme is certain enough to code.")
    _tell_others(console, explanation)


def _tell_units(console: Console, explanation: Explanation) -> None:
    coding = explanation.coding
    console.print(f"[dim]language[/dim] {explanation.language}")
    for number, (start, end) in enumerate(coding.units, start=1):
        console.print(f"[dim]unit {number}[/dim] {escape(coding.text[start:end])}")


def _tell_mention(console: Console, mention: Mention, explanation: Explanation, book: Codebook) -> None:
    evidence = escape(explanation.coding.text[mention.start : mention.end])
    label = escape(book.label_of(mention.theme, explanation.language))
    console.print(f"\n[bold]{label}[/bold] ({mention.theme}) {mention.polarity}: “{evidence}”")
    chance = explanation.probabilities.get(mention.theme)
    likely = (
        f"theme {chance:.2f}, theme and polarity {mention.confidence:.2f}" if chance else f"{mention.confidence:.2f}"
    )
    console.print(
        f"  unit {mention.unit + 1}, strength {mention.strength:+.2f}, probability: {likely}, by {mention.source}"
    )
    _tell_reasons(console, mention.reasons)


def _tell_reasons(console: Console, reasons: tuple[str, ...]) -> None:
    for reason in reasons:
        shown = reason if len(reason) <= _LONGEST_REASON else f"{reason[:_LONGEST_REASON].rstrip()} …"
        console.print(f"  {shown}", markup=False)


def _tell_others(console: Console, explanation: Explanation) -> None:
    coded = {mention.theme for mention in explanation.coding.mentions}
    others = [
        f"{theme} {chance:.2f}"
        for theme, chance in explanation.probabilities.items()
        if theme not in coded and chance >= _SHOWN_FROM
    ]
    if others:
        console.print(f"\n[dim]not coded[/dim] {', '.join(others)}")
