"""Cleaning: repair what encodings, web forms and spreadsheets did to a comment, and nothing else."""

from __future__ import annotations

import re

import ftfy

_CONFIG = ftfy.TextFixerConfig(unescape_html=True, normalization="NFC", explain=False)
_LINE_END = re.compile(r"\r\n?|[\u2028\u2029\x85]")
# Control characters but for tab and line end; zero-width spaces, soft hyphens and byte-order marks. The zero-width
# joiner stays: it holds emoji together.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u00ad\u200b\u2060\ufeff]")
_SPACE = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")


def clean_text(text: str) -> str:
    r"""Repair broken encodings, HTML entities, line ends and invisible characters; strip; NFC.

    Line ends inside the text stay, as "\n".

    >>> clean_text(" cafÃ© &amp; terras ")
    'café & terras'
    """
    plain = text.isascii()
    if not plain or "&" in text:
        text = ftfy.fix_text(text, _CONFIG)
    text = _LINE_END.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    return (text if plain else _SPACE.sub(" ", text)).strip()
