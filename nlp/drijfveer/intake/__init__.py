"""Intake: an export in any of the usual formats becomes the table of comments, with an account of every row."""

from drijfveer.intake.answers import classify_answer
from drijfveer.intake.cleaning import clean_text
from drijfveer.intake.columns import ColumnGuess, Columns, guess_columns
from drijfveer.intake.export import Account, Export, read_comments
from drijfveer.intake.language import detect_language
from drijfveer.intake.readers import RawTable, read_table

__all__ = [
    "Account",
    "ColumnGuess",
    "Columns",
    "Export",
    "RawTable",
    "classify_answer",
    "clean_text",
    "detect_language",
    "guess_columns",
    "read_comments",
    "read_table",
]
