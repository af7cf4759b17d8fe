"""The command line: a thin skin that parses, calls and prints."""

from __future__ import annotations

import sys
from typing import NoReturn, cast

import typer

from drijfveer.cli import codebooks, explaining, learning, surveys
from drijfveer.errors import DrijfveerError

app = typer.Typer(
    name="drijfveer",
    help="Read the comments people leave with a survey score and say why the score is what it is.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(surveys.app)
app.add_typer(explaining.app)
app.add_typer(codebooks.app, name="codebook")
app.add_typer(learning.app)

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
