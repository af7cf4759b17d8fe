"""Words: a comment's tokens as the terms see them, with their places in the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

_MOST_TOKENS = 200_000
CLAUSE_BREAK = 1  # comma, bracket, dash: the clause goes on, but less is shared across it
SENTENCE_BREAK = 2

_SENTENCE_ENDS = frozenset(".!?;:…\n\r•·*|")
_CLAUSE_MARKS = frozenset(",()[]–—~\t")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
# What spaCy leaves together and the terms take apart: "prijs/kwaliteit", "2x", "18:30u", "CAN'T", and, since exports
# lose line ends, "was koudDe bezorger".
_LINE_END = re.compile(r"(?<=[a-zß-ÿ]{2})(?=[A-ZÀ-Þ][a-zß-ÿ])|(?<=[^\W\d_]{3})(?=\.[^\W\d_]{2})")
_BRAND = re.compile(r"[A-Z][a-z]+[A-Z][A-Za-z]*")  # "PayPal" is one word
_ADDRESS = re.compile(r"^www\.|^https?:|@|\.(?:nl|be|com|eu|org|net|info|shop|app)\b", re.IGNORECASE)
_JOINED = re.compile(r"(?!\.)[^-/]+")
_SEAM = re.compile(r"(?<=\d)(?=[^\W\d])|(?<=\w)(?=[nN]['’][tT]$)")
_UNSEEN = dict.fromkeys([0xFE0E, 0xFE0F, 0x200B, 0x200D, *range(0x1F3FB, 0x1F400)])  # variation, joiners, skin tones
_EMOTICON = re.compile(r"^[:;=8xX]['\-^o]?[)(\]\[dDpP/|\\*3]+$|^<3+$|^[-+]{2,}$")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})


@dataclass(frozen=True, slots=True)
class Words:
    """Hold the words of one text.

    ``forms`` are normalised (see ``normalise``); ``starts`` and ``ends`` are offsets in ``text``; ``breaks[i]``
    says what stands before word i: nothing (0), a clause break (1) or a sentence break (2).
    """

    text: str
    forms: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    breaks: Sequence[int]

    def __len__(self) -> int:
        """Count the words."""
        return len(self.forms)


@lru_cache(maxsize=200_000)
def normalise(word: str) -> str:
    """Fold a word for comparison: lower case, no accents, straight apostrophes.

    >>> normalise("Één"), normalise("M’n")
    ('een', "m'n")
    """
    folded = word.translate(_QUOTES).lower()
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFKD", folded.translate(_UNSEEN))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)) or folded


def is_number(form: str) -> bool:
    """Tell whether a form is a number in digits.

    >>> is_number("2,5"), is_number("18:30"), is_number("twee")
    (True, True, False)
    """
    return bool(_NUMBER.fullmatch(form))


def _kind(token: str) -> int:
    """Tell whether a token is a word (-1) or a break, and which."""
    if any(letter.isalnum() for letter in token):
        return -1
    if _EMOTICON.match(token):
        return -1
    if any(letter in _SENTENCE_ENDS for letter in token):
        return SENTENCE_BREAK
    if any(letter in _CLAUSE_MARKS for letter in token):
        return CLAUSE_BREAK
    if any(unicodedata.category(letter) == "So" for letter in token):
        return -1  # an emoji speaks
    return 0


def _pieces(token: str) -> tuple[tuple[str, int, int, int], ...]:
    """Take a token apart: form, start and end within the token, and the break before each word in it."""
    if not any(letter.isalnum() for letter in token):
        return ((normalise(token), 0, len(token), 0),)
    pieces = []
    start = 0
    lines = [token] if _ADDRESS.search(token) or _BRAND.fullmatch(token) else _LINE_END.split(token)
    for number, line in enumerate(lines):
        mark = SENTENCE_BREAK if number else 0
        for part in _JOINED.finditer(line):
            first = start + part.start()
            for piece in _SEAM.split(part.group()):
                pieces.append((normalise(piece), first, first + len(piece), mark))
                first += len(piece)
                mark = 0
        start += len(line)
    return tuple(pieces)


@dataclass(frozen=True, slots=True)
class _Token:
    """Hold what is known of a token wherever it stands: whether it is a break, and the words in it."""

    kind: int
    dash: bool
    pieces: tuple[tuple[str, int, int, int], ...]


_tokens: dict[int, _Token] = {}  # by spaCy's hash of the text, which is the same in every pipeline


def _look_up(orth: int, doc: Doc) -> _Token:
    text = doc.vocab.strings[orth]
    kind = _kind(text)
    if len(_tokens) >= _MOST_TOKENS:
        _tokens.clear()
    token = _tokens[orth] = _Token(kind, text in {"-", "--"}, () if kind >= 0 else _pieces(text))
    return token


def words_of(doc: Doc, text: str | None = None) -> Words:
    """Take the words from a spaCy Doc of any pipeline; ``text`` is what it was made from, if that is at hand."""
    forms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    breaks: list[int] = []
    pending = 0
    for orth, offset, spaced in doc.to_array(["ORTH", "IDX", "SPACY"]).tolist():
        token = _tokens.get(orth) or _look_up(orth, doc)
        if token.kind >= 0:
            # A hyphen with white space around it is a dash; within a word it is nothing.
            pending = max(pending, CLAUSE_BREAK if token.dash and spaced else token.kind)
            continue
        for form, start, end, mark in token.pieces:
            forms.append(form)
            starts.append(offset + start)
            ends.append(offset + end)
            breaks.append(mark or pending)
            pending = 0
    return Words(doc.text if text is None else text, forms, starts, ends, breaks)


class Tokeniser:
    """Split texts of one language into words with spaCy's blank pipeline."""

    def __init__(self, language: str) -> None:
        """Set up the tokenizer of ``spacy.blank(language)``."""
        # Here, since spaCy takes half a second to load and a Codebook or a table needs none of it.
        import spacy

        # Any, since spaCy types a pipeline's tokenizer as a bare callable.
        self._tokenizer: Any = spacy.blank(language).tokenizer

    def split(self, text: str) -> Words:
        """Split a text into words."""
        # spaCy's exceptions ("m'n", "don't") are written with straight apostrophes; the length stays the same.
        plain = text if text.isascii() else text.translate(_QUOTES)
        return words_of(self._tokenizer(plain), text)

    def forms(self, word: str) -> tuple[str, ...]:
        """Split one word of a term the way texts are split: "didn't" becomes did and n't.

        Stars and dots are kept: they are part of the syntax of terms.
        """
        bare = word.strip("*")
        if bare.isalpha() and bare.isascii() and bare not in self._tokenizer.rules:
            return (normalise(word),)
        marked = word.replace("*", "\N{CYRILLIC SMALL LETTER ZHE}")  # a letter, so that the tokenizer lets it be
        forms = tuple(form.replace("\N{CYRILLIC SMALL LETTER ZHE}", "*") for form in self.split(marked).forms)
        return forms or (normalise(word),)
