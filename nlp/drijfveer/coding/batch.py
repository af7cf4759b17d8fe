"""Batch: codes a whole table of comments, in one process or many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import pandas as pd

from drijfveer.coding.coder import Coder
from drijfveer.tables import MENTIONS, SIGNALS

CHUNK = 500


@dataclass(frozen=True)
class CodedComments:
    """Hold the tables of mentions and signals."""

    mentions: pd.DataFrame
    signals: pd.DataFrame


def code_comments(
    comments: pd.DataFrame,
    coder: Coder,
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
    for chunk, (found, flagged) in zip(chunks, _run(chunks, coder, jobs), strict=True):
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


def _run(chunks: Sequence[Sequence[_Row]], coder: Coder, jobs: int) -> Iterator[_Coded]:
    if jobs == 1 or len(chunks) < 2:
        for chunk in chunks:
            yield _code_chunk(coder, chunk)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_start, initargs=(coder,)) as pool:
        yield from pool.map(_code_in_process, chunks)


def _start(coder: Coder) -> None:
    global _process_coder  # the one way to hand a worker process its coder
    _process_coder = coder


def _code_in_process(chunk: Sequence[_Row]) -> _Coded:
    assert _process_coder is not None  # noqa: S101  # set by _start
    return _code_chunk(_process_coder, chunk)


def _code_chunk(coder: Coder, chunk: Sequence[_Row]) -> _Coded:
    mentions: list[tuple[object, ...]] = []
    signals: list[tuple[object, ...]] = []
    codings = coder.code_all([text for _, text, _ in chunk], [language for _, _, language in chunk])
    for (comment_id, text, _), coding in zip(chunk, codings, strict=True):
        mentions += [
            (comment_id, m.unit, m.start, m.end, m.driver, m.theme, m.polarity, m.strength, m.confidence,
             text[m.start : m.end], m.source)
            for m in coding.mentions
        ]  # fmt: skip
        signals += [(comment_id, s.signal, s.polarity, s.start, s.end, text[s.start : s.end]) for s in coding.signals]
    return mentions, signals
