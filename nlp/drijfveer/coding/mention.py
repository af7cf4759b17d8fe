"""Mention: what a text says, each code with its evidence and its reasons."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """Hold one code: theme, polarity and strength with the evidence text[start:end] and the reasons.

    ``strength`` is -1 to 1; ``confidence`` 0 to 1; ``source`` is "rule" or "model".
    """

    unit: int
    start: int
    end: int
    theme: str
    polarity: str
    strength: float
    confidence: float
    reasons: tuple[str, ...]
    source: str = "rule"

    @property
    def driver(self) -> str:
        """Give the driver of its theme."""
        return self.theme.split(".")[0]


@dataclass(frozen=True, slots=True)
class SignalMention:
    """Hold one signal with its evidence text[start:end] and the reasons."""

    signal: str
    polarity: str
    start: int
    end: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coding:
    """Hold what a text says: mentions by theme and polarity, signals, and the bounds of its opinion units."""

    text: str
    mentions: tuple[Mention, ...]
    signals: tuple[SignalMention, ...]
    units: tuple[tuple[int, int], ...]
