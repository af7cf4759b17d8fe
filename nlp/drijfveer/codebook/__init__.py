"""The codebook: drivers, themes and signals, with the terms by which they are recognised."""

from drijfveer.codebook.book import Codebook, Driver, Label, Signal, Theme, codebook_names, read_codebook
from drijfveer.codebook.terms import GAP, Pattern, Term, Words, parse_term, read_terms

__all__ = [
    "GAP",
    "Codebook",
    "Driver",
    "Label",
    "Pattern",
    "Signal",
    "Term",
    "Theme",
    "Words",
    "codebook_names",
    "parse_term",
    "read_codebook",
    "read_terms",
]
