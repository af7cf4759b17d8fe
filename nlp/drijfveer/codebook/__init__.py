"""The codebook: drivers, themes and signals, with the terms by which they are recognised."""

from drijfveer.codebook.book import Codebook, Driver, Label, Signal, Theme, codebook_names, read_codebook
from drijfveer.codebook.terms import Pattern, Term, parse_term, read_terms

__all__ = [
    "Codebook",
    "Driver",
    "Label",
    "Pattern",
    "Signal",
    "Term",
    "Theme",
    "codebook_names",
    "parse_term",
    "read_codebook",
    "read_terms",
]
