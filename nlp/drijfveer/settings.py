"""Settings: every choice of an analysis, in one value."""

from __future__ import annotations

from dataclasses import dataclass

from drijfveer.errors import SettingsError


@dataclass(frozen=True)
class Settings:
    """Hold every choice of an analysis; the defaults are those of the command line.

    Columns (``text`` to ``segments``) that are None are guessed. ``scale`` is a name of ``drijfveer.scales`` or
    None to guess. ``comment_language`` "auto" detects per comment. ``model`` is "default" for the models that ship,
    "none" for rules alone, or a folder that ``drijfveer train`` wrote. ``base`` says who is in the base of the driver
    figures: "commenters" or "respondents". ``confidence`` is that of all intervals.
    """

    text: str | None = None
    score: str | None = None
    comment_id: str | None = None
    date: str | None = None
    language: str | None = None
    weight: str | None = None
    segments: tuple[str, ...] | None = None
    scale: str | None = None
    promoter_from: float | None = None
    detractor_to: float | None = None
    comment_language: str = "auto"
    sheet: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    codebook: str = "customer"
    model: str = "default"
    base: str = "commenters"
    confidence: float = 0.95
    hidden_below: int = 10
    indicative_below: int = 30
    jobs: int = 1

    def __post_init__(self) -> None:
        """Refuse values that no stage could use."""
        if self.jobs < 1:
            raise SettingsError(f"jobs is {self.jobs}; it must be 1 or more.")
