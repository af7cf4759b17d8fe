"""Words: a comment's tokens as the terms see them, with their places in the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from spacy.tokens import Doc

_MOST_KNOWN = 200_000
_Value = TypeVar("_Value")
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
# What spaCy surely splits into letters and marks, unless there is an exception: "snel", "TOP!!", "koud.De", "op,ook".
_SMALL, _LARGE = "a-zß-öø-ÿ", "A-ZÀ-ÖØ-Þ"
_LOWER = f"[{_LARGE}{_SMALL}][{_SMALL}]+"
_PLAIN = re.compile(rf"(?:[{_SMALL}]|{_LOWER}(?:(?:\.(?=[{_LARGE}])|,){_LOWER})*)(?:[,!?]*|\.+)|[{_LARGE}]{{2,}}[,!?]*")
_PLAIN_WORD = re.compile(rf"([{_LARGE}{_SMALL}]+)([.,!?]*)")
_UNSEEN = dict.fromkeys([0xFE0E, 0xFE0F, 0x200B, 0x200D, *range(0x1F3FB, 0x1F400)])  # variation, joiners, skin tones
_EMOTICON = re.compile(r"^[:;=8xX]['\-^o]?[)(\]\[dDpP/|\\*3]+$|^<3+$|^[-+]{2,}$")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "\N{REPLACEMENT CHARACTER}": "'"})


@dataclass(slots=True)
class Words:
    """Hold the words of one text.

    ``forms`` are normalised (see ``normalise``); ``starts`` and ``ends`` are offsets in ``text``; ``breaks[i]``
    says what stands before word i: nothing (0), a clause break (1) or a sentence break (2), and ``trailing`` what
    stands after the last.
    """

    text: str
    forms: list[str]
    starts: list[int]
    ends: list[int]
    breaks: list[int]
    trailing: int = 0

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
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).strip() or folded


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


@lru_cache(maxsize=_MOST_KNOWN)
def _look_up(token: str) -> _Token:
    kind = _kind(token)
    return _Token(kind, token in {"-", "--"}, () if kind >= 0 else _pieces(token))


def words_of(doc: Doc, text: str | None = None) -> Words:
    """Take the words from a spaCy Doc of any pipeline; ``text`` is what it was made from, if that is at hand."""
    words = Words(doc.text if text is None else text, [], [], [], [])
    pending = 0
    for spacy_token in doc:
        token = _look_up(spacy_token.text)
        if token.kind >= 0:
            # A hyphen with white space around it is a dash; within a word it is nothing.
            pending = max(pending, CLAUSE_BREAK if token.dash and spacy_token.whitespace_ else token.kind)
            continue
        for form, start, end, mark in token.pieces:
            words.forms.append(form)
            words.starts.append(spacy_token.idx + start)
            words.ends.append(spacy_token.idx + end)
            words.breaks.append(mark or pending)
            pending = 0
    words.trailing = pending
    return words


class Memo(dict[str, _Value]):
    """Make a value for each key when it is first asked for, and keep it."""

    def __init__(self, make: Callable[[str], _Value]) -> None:
        """Take what makes the value of a key."""
        super().__init__()
        self._make = make

    def __missing__(self, key: str) -> _Value:
        """Make the value; where there are very many, start anew."""
        if len(self) >= _MOST_KNOWN:
            self.clear()
        value = self[key] = self._make(key)
        return value


def _abbreviations(language: str) -> frozenset[str]:
    """Read the abbreviations whose full stop ends no sentence."""
    file = resources.files("drijfveer.coding").joinpath("abbreviations").joinpath(f"{language}.txt")
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


_Chunk = tuple[tuple[tuple[str, int, int, int], ...], int]  # form, start, end, break of each word; what trails


class Tokeniser:
    """Split texts of one language into words with spaCy's blank pipeline."""

    def __init__(self, language: str) -> None:
        """Set up the tokenizer of ``spacy.blank(language)``."""
        # Here, since spaCy takes half a second to load and a Codebook or a table needs none of it.
        import spacy

        nlp: Any = spacy.blank(language)  # Any, since spaCy types little of what follows
        nlp.vocab.lex_attr_getters = {}  # nothing is asked of a lexeme but its text, and shape, norm, etc. take long
        self._tokenizer = nlp.tokenizer
        self._exceptions = frozenset(self._tokenizer.rules)  # "z.s.m.", "dont"
        self._abbreviations = _abbreviations(language)
        self._chunks = Memo(self._tokenise)

    def split(self, text: str) -> Words:
        """Split a text into words.

        What stands between two spaces is tokenised by itself, as spaCy does, and only when met for the first time.
        """
        # spaCy's exceptions ("m'n", "don't") are written with straight apostrophes; the length stays the same.
        chunks = (text if text.isascii() else text.translate(_QUOTES)).split(" ")
        forms: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        breaks: list[int] = []
        offset = pending = 0
        for chunk, (words, trailing) in zip(chunks, map(self._chunks.__getitem__, chunks), strict=True):
            for form, start, end, mark in words:
                forms.append(form)
                starts.append(offset + start)
                ends.append(offset + end)
                breaks.append(mark if mark > pending else pending)
                pending = 0
            if trailing > pending:
                pending = trailing
            offset += len(chunk) + 1
        return Words(text, forms, starts, ends, breaks, pending)

    def _tokenise(self, chunk: str) -> _Chunk:
        plain = self._take_apart(chunk)
        if plain:
            return plain
        words = words_of(self._tokenizer(chunk + " "))
        return tuple(zip(words.forms, words.starts, words.ends, words.breaks, strict=True)), words.trailing

    def _take_apart(self, chunk: str) -> _Chunk | None:
        """Split a plain chunk as spaCy would, which takes it much longer; None for what is not plain."""
        if not _PLAIN.fullmatch(chunk) or _ADDRESS.search(chunk):
            return None
        words = []
        mark = 0
        for part in _PLAIN_WORD.finditer(chunk):
            word, marks = part.groups()
            if word in self._exceptions or f"{word}." in self._exceptions:
                return None
            words.append((normalise(word), part.start(1), part.end(1), mark))
            mark = SENTENCE_BREAK if marks.strip(",") else CLAUSE_BREAK if marks else 0
            if marks == "." and normalise(word) in self._abbreviations:
                mark = 0
        return tuple(words), mark

    def forms(self, word: str) -> tuple[str, ...]:
        """Split one word of a term the way texts are split: "didn't" becomes did and n't.

        Stars and dots are kept: they are part of the syntax of terms.
        """
        bare = word.strip("*")
        if bare.isalpha() and bare.isascii() and bare not in self._exceptions:
            return (normalise(word),)
        marked = word.replace("*", "\N{CYRILLIC SMALL LETTER ZHE}")  # a letter, so that the tokenizer lets it be
        forms = tuple(form.replace("\N{CYRILLIC SMALL LETTER ZHE}", "*") for form in self.split(marked).forms)
        return forms or (normalise(word),)
