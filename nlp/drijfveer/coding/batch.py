"""Batch: codes a whole table of comments, in one process or many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import pandas as pd

from drijfveer.codebook import Codebook
from drijfveer.coding.reader import Coding, Reader
from drijfveer.coding.words import normalise
from drijfveer.tables import MENTIONS, SIGNALS

CHUNK = 500
_FAMILIAR = 0.5  # share of the words that must be known before a text of unknown language is coded


@dataclass(frozen=True)
class CodedComments:
    """Hold the tables of mentions and signals."""

    mentions: pd.DataFrame
    signals: pd.DataFrame


class Coder:
    """Code comments of any language that the codebook has terms for."""

    def __init__(self, codebook: Codebook) -> None:
        """Take the codebook; the reader of a language is compiled when it is first needed."""
        self._codebook = codebook
        self._readers: dict[str, Reader] = {}

    def _reader(self, language: str) -> Reader:
        if language not in self._readers:
            self._readers[language] = Reader(self._codebook, language)
        return self._readers[language]

    def code(self, text: str, language: str = "unknown") -> Coding:
        """Code one text.

        A text of unknown language ("Top", "Super service") is read in the language in which most of its words are
        known, Dutch before English; it is left uncoded where fewer than half of them are.
        """
        reader = self._reader(language) if language in self._codebook.terms else self._familiar(text)
        return reader.read(text) if reader else Coding(text, (), (), ())

    def _familiar(self, text: str) -> Reader | None:
        forms = [normalise(word) for word in text.split()]
        best, most = None, 0.0
        for reader in map(self._reader, self._codebook.terms):
            known = sum(reader.knows(form.strip(".,!?;:()\"'")) for form in forms)
            if forms and known / len(forms) > max(most, _FAMILIAR - 1e-9):
                best, most = reader, known / len(forms)
        return best


def code_comments(
    comments: pd.DataFrame,
    codebook: Codebook,
    *,
    jobs: int = 1,
    progress: Callable[[int], None] | None = None,
) -> CodedComments:
    """Code a table of comments; the outcome is the same for any row order and any number of processes.

    ``comments`` needs comment_id, text, language and answer; only rows with answer "comment" are read.
    ``progress`` is called with the number of comments done since the last call.
    """
    rows = comments.loc[comments["answer"] == "comment", ["comment_id", "text", "language"]]
    chunks = [
        list(part.itertuples(index=False, name=None))
        for start in range(0, len(rows), CHUNK)
        for part in [rows.iloc[start : start + CHUNK]]
    ]
    mentions: list[tuple[object, ...]] = []
    signals: list[tuple[object, ...]] = []
    for chunk, (found, flagged) in zip(chunks, _run(chunks, codebook, jobs), strict=True):
        mentions += found
        signals += flagged
        if progress:
            progress(len(chunk))
    return CodedComments(
        MENTIONS.frame(pd.DataFrame(mentions, columns=MENTIONS.names)),
        SIGNALS.frame(pd.DataFrame(signals, columns=SIGNALS.names)),
    )


_Row = tuple[str, str, str]
_Coded = tuple[list[tuple[object, ...]], list[tuple[object, ...]]]
_process_coder: Coder | None = None  # one per worker process


def _run(chunks: Sequence[Sequence[_Row]], codebook: Codebook, jobs: int) -> Iterator[_Coded]:
    if jobs == 1 or len(chunks) < 2:
        coder = Coder(codebook)
        for chunk in chunks:
            yield _code_chunk(coder, chunk)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_start, initargs=(codebook,)) as pool:
        yield from pool.map(_code_in_process, chunks)


def _start(codebook: Codebook) -> None:
    global _process_coder  # the one way to hand a worker process its coder
    _process_coder = Coder(codebook)


def _code_in_process(chunk: Sequence[_Row]) -> _Coded:
    assert _process_coder is not None  # noqa: S101  # set by _start
    return _code_chunk(_process_coder, chunk)


def _code_chunk(coder: Coder, chunk: Sequence[_Row]) -> _Coded:
    mentions: list[tuple[object, ...]] = []
    signals: list[tuple[object, ...]] = []
    for comment_id, text, language in chunk:
        coding = coder.code(text, language)
        mentions += [
            (comment_id, m.unit, m.start, m.end, m.driver, m.theme, m.polarity, m.strength, m.confidence,
             text[m.start : m.end], "rule")
            for m in coding.mentions
        ]  # fmt: skip
        signals += [(comment_id, s.signal, s.polarity, s.start, s.end, text[s.start : s.end]) for s in coding.signals]
    return mentions, signals
