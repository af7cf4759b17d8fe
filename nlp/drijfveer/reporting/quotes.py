"""Quotes: comments chosen by a fixed rule, cut to fit, with their evidence marked."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from drijfveer.errors import TableError
from drijfveer.reporting.findings import Findings

LENGTH = 320  # characters of a quote, beyond which text away from the evidence is left out
_CONFIDENT = 0.7
_FITTING = range(30, 241)
_LEAST_MARGIN = 40
_LEAST_GAP = 12  # what is left out must be worth an ellipsis
_COMMENT_COLUMNS = ["comment_id", "text", "language", "score", "status"]
_PRIORITY = {"neg": 0, "pos": 1, "neu": 2}  # where evidence of two polarities overlaps

_Comments = Mapping[str, Mapping[Hashable, Any]]


@dataclass(frozen=True)
class Span:
    """Hold a stretch of evidence in a text."""

    start: int
    end: int
    polarity: str


@dataclass(frozen=True)
class Piece:
    """Hold a piece of a quote: plain text (mark is empty), evidence (pos, neg, neu) or a gap."""

    text: str
    mark: str = ""


@dataclass(frozen=True)
class Quote:
    """Hold a quote with what is known of its comment; ``themes`` are (theme, polarity) pairs."""

    comment_id: str
    language: str
    score: float | None
    status: str | None
    themes: tuple[tuple[str, str], ...]
    pieces: tuple[Piece, ...]


def quote_drivers(findings: Findings, drivers: Iterable[str], number: int) -> dict[str, tuple[Quote, ...]]:
    """Choose up to ``number`` quotes per driver, content and not content in proportion, themes taken in turn.

    A comment that was quoted for an earlier driver comes last. Ties are broken by a hash of the comment's id, so the
    choice does not depend on the order of the rows. Raises TableError where evidence does not stand at its offsets.
    """
    comments = _by_id(findings.comments, findings.mentions)
    used: set[str] = set()
    quotes = {}
    for driver in drivers:
        mentions = findings.mentions[findings.mentions["driver"] == driver]
        chosen = _choose(mentions, comments, number, used)
        used |= set(chosen)
        quotes[driver] = tuple(_quote(comments[name], mentions[mentions["comment_id"] == name]) for name in chosen)
    return quotes


def quote_signals(findings: Findings, number: int) -> dict[str, tuple[Quote, ...]]:
    """Choose up to ``number`` quotes per signal, content and not content in proportion."""
    comments = _by_id(findings.comments, findings.signals)
    quotes = {}
    for code, here in findings.signals.groupby("signal"):
        evidence = here.assign(theme=here["signal"], confidence=1.0)
        chosen = _choose(evidence, comments, number, set())
        quotes[str(code)] = tuple(_quote(comments[name], evidence[evidence["comment_id"] == name]) for name in chosen)
    return quotes


def _by_id(comments: pd.DataFrame, evidence: pd.DataFrame) -> _Comments:
    wanted = comments.loc[comments["comment_id"].isin(set(evidence["comment_id"])), _COMMENT_COLUMNS]
    return {str(row["comment_id"]): row for row in wanted.to_dict("records")}


def _choose(mentions: pd.DataFrame, comments: _Comments, number: int, used: set[str]) -> list[str]:
    queues = {
        str(polarity): _take_turns(here, comments, used) for polarity, here in mentions.groupby("polarity", sort=True)
    }
    places = allot({polarity: len(queue) for polarity, queue in queues.items()}, number)
    chosen: list[str] = []
    for polarity in sorted(places, key=lambda name: (-places[name], name)):
        fresh = [name for name in queues[polarity] if name not in chosen]
        chosen += fresh[: places[polarity]]
    # A comment that is both content and not content takes one place only; what stays open goes to the next in line.
    left = [name for polarity in sorted(queues) for name in queues[polarity] if name not in chosen]
    return (chosen + list(dict.fromkeys(left)))[:number]


def allot(sizes: dict[str, int], number: int) -> dict[str, int]:
    """Divide places in proportion to sizes (largest remainder; Hamilton 1792), none getting more than its size.

    >>> allot({"neg": 6, "pos": 3}, 3)
    {'neg': 2, 'pos': 1}
    """
    total = sum(sizes.values())
    number = min(number, total)
    exact = {name: number * size / total for name, size in sizes.items()} if total else {}
    places = {name: int(value) for name, value in exact.items()}
    by_remainder = sorted(exact, key=lambda name: (places[name] - exact[name], name))
    for name in by_remainder[: number - sum(places.values())]:
        places[name] += 1
    return places


def _take_turns(mentions: pd.DataFrame, comments: _Comments, used: set[str]) -> list[str]:
    """Order comments by quality within each theme, then deal them out: a theme's first, the next theme's first..."""
    best = mentions.groupby(["theme", "comment_id"], sort=True)["confidence"].max().reset_index()
    sizes = best["theme"].value_counts()
    dealt: list[tuple[int, int, str, str]] = []
    for theme, here in best.groupby("theme", sort=True):
        ranked = sorted(
            zip(here["comment_id"], here["confidence"], strict=True),
            key=lambda pair: _quality(pair[0], pair[1], len(comments[pair[0]]["text"]), used),
        )
        dealt += [(turn, -int(sizes[theme]), str(theme), name) for turn, (name, _) in enumerate(ranked)]
    return list(dict.fromkeys(name for _, _, _, name in sorted(dealt)))


def _quality(name: str, confidence: float, length: int, used: set[str]) -> tuple[bool, bool, bool, float, str]:
    digest = hashlib.sha256(name.encode()).hexdigest()
    return (name in used, confidence < _CONFIDENT, length not in _FITTING, -round(confidence, 1), digest)


def _quote(comment: Mapping[Hashable, Any], evidence: pd.DataFrame) -> Quote:
    text = str(comment["text"])
    spans = []
    for row in evidence.to_dict("records"):
        start, end = int(row["start"]), int(row["end"])
        if text[start:end] != row["evidence"]:
            raise TableError(
                f"The evidence {row['evidence']!r} of comment {comment['comment_id']!r} does not stand at "
                f"{start} to {end} of its text; offsets must be those of the table comments."
            )
        spans.append(Span(start, end, str(row["polarity"])))
    return Quote(
        comment_id=str(comment["comment_id"]),
        language=str(comment["language"]),
        score=None if pd.isna(comment["score"]) else float(comment["score"]),
        status=None if pd.isna(comment["status"]) else str(comment["status"]),
        themes=tuple(sorted(set(zip(evidence["theme"], evidence["polarity"], strict=True)))),
        pieces=mark_evidence(text, spans),
    )


def mark_evidence(text: str, spans: Iterable[Span], length: int = LENGTH) -> tuple[Piece, ...]:
    """Cut a text into plain pieces, evidence and gaps; evidence is always kept whole.

    >>> [piece.text for piece in mark_evidence("te laat maar aardig", [Span(0, 7, "neg"), Span(13, 19, "pos")])]
    ['te laat', ' maar ', 'aardig']
    """
    spans = sorted(set(spans), key=lambda span: (span.start, span.end, _PRIORITY[span.polarity]))
    pieces: list[Piece] = []
    position = 0
    for start, end in _windows(text, spans, length):
        if start > position:
            pieces.append(Piece("…", "gap"))
        pieces += _marked(text, start, end, spans)
        position = end
    if position < len(text):
        pieces.append(Piece("…", "gap"))
    return tuple(pieces)


def _marked(text: str, start: int, end: int, spans: list[Span]) -> list[Piece]:
    """Split a window at the edges of evidence; overlapping evidence of one polarity stays one piece."""
    edges = {edge for span in spans for edge in (span.start, span.end) if start < edge < end}
    cuts = sorted({start, end} | edges)
    pieces: list[Piece] = []
    for left, right in pairwise(cuts):
        covering = [span for span in spans if span.start <= left and right <= span.end]
        mark = min((span.polarity for span in covering), key=_PRIORITY.__getitem__, default="")
        goes_on = any(span.start < left for span in covering)
        if pieces and goes_on and pieces[-1].mark == mark:
            pieces[-1] = Piece(pieces[-1].text + text[left:right], mark)
        else:
            pieces.append(Piece(text[left:right], mark))
    return pieces


def _windows(text: str, spans: list[Span], length: int) -> list[tuple[int, int]]:
    """Choose what to keep of a text: all of it, or the evidence with words around it."""
    if len(text) <= length:
        return [(0, len(text))] if text else []
    if not spans:
        return [(0, _word_end(text, 0, length))]
    evidence = sum(span.end - span.start for span in spans)
    margin = max(_LEAST_MARGIN, (length - evidence) // (2 * len(spans)))
    windows: list[tuple[int, int]] = []
    for span in spans:
        start, end = _word_start(text, span.start, margin), _word_end(text, span.end, margin)
        if windows and start - windows[-1][1] < _LEAST_GAP:
            start, end = windows[-1][0], max(end, windows[-1][1])
            windows.pop()
        windows.append((start, end))
    return windows


def _word_start(text: str, position: int, margin: int) -> int:
    """Go back at most ``margin`` characters to the beginning of a word."""
    earliest = position - margin
    if earliest < _LEAST_GAP:
        return 0
    starts = [at for at in range(earliest, position + 1) if text[at - 1].isspace()]
    return starts[0] if starts else position


def _word_end(text: str, position: int, margin: int) -> int:
    """Go on at most ``margin`` characters to the end of a word."""
    latest = position + margin
    if latest > len(text) - _LEAST_GAP:
        return len(text)
    ends = [at for at in range(latest, position - 1, -1) if text[at].isspace()]
    return ends[0] if ends else position
