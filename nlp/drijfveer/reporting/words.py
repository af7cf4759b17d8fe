"""Wording: the words and numbers that people read, in Dutch and English."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

from drijfveer.errors import SettingsError

REPORT_LANGUAGES = ("nl", "en")


@dataclass(frozen=True)
class Wording:
    """Turn keys and numbers into words for people in one language.

    ``minus`` is the sign of negative numbers: a true minus by default, a hyphen where the output may not know it.
    ``confidence`` of the intervals (0 to 1), ``hidden_below`` and ``indicative_below`` (respondents) stand in many
    words. Raises SettingsError for another language than nl or en.
    """

    language: str
    minus: str = "−"
    confidence: float = 0.95
    hidden_below: int = 10
    indicative_below: int = 30

    def __post_init__(self) -> None:
        """Refuse a language that has no words here."""
        if self.language not in REPORT_LANGUAGES:
            raise SettingsError(
                f"There are no words for a report in {self.language!r}. Allowed: {', '.join(REPORT_LANGUAGES)}."
            )

    def say(self, key: str, **values: object) -> str:
        """Return the words of a key such as "table.share", with the values filled in.

        >>> Wording("nl").say("report.n", n="12")
        'n = 12'
        >>> Wording("en", confidence=0.9).say("explain.brackets")
        'The 90% interval stands between brackets.'
        """
        return str(self._look_up(key)).format(**self._everywhere, **values)

    @cached_property
    def _everywhere(self) -> Mapping[str, str]:
        """Give the values that any words may hold."""
        return {
            "confidence": f"{100 * self.confidence:g}%".replace(".", self._look_up("number.decimal")),
            "hidden_below": self.whole(self.hidden_below),
            "indicative_below": self.whole(self.indicative_below),
            "indicative_to": self.whole(self.indicative_below - 1),
        }

    def says(self, key: str) -> bool:
        """Tell whether there are words for the key."""
        section, _, name = key.partition(".")
        return name in _words(self.language).get(section, {})

    def count(self, key: str, n: int, **values: object) -> str:
        """Return the words of a key of [count] or [status] for one or for many.

        >>> Wording("en").count("count.respondents", 1)
        '1 respondent'
        """
        forms: Mapping[str, str] = self._look_up(key)
        return str(forms["one" if n == 1 else "many"]).format(n=self.whole(n), **values)

    def whole(self, value: int) -> str:
        """Write a whole number.

        >>> Wording("nl").whole(12345)
        '12.345'
        """
        return self.number(value, 0)

    def number(self, value: float | None, decimals: int = 1, *, signed: bool = False) -> str:
        """Write a number; an en dash stands for a missing one, and zero has no sign.

        >>> Wording("nl").number(-1234.56), Wording("en").number(8.25, signed=True)
        ('−1.234,6', '+8.2')
        """
        if value is None:
            return "–" if self.minus == "−" else "-"
        digits = f"{abs(value):,.{decimals}f}"
        plain = digits.translate({ord(","): self._look_up("number.group"), ord("."): self._look_up("number.decimal")})
        if not any(digit in "123456789" for digit in digits):
            return plain
        return (self.minus if value < 0 else "+" if signed else "") + plain

    def percent(self, value: float | None, decimals: int = 0) -> str:
        """Write a percentage of 0 to 100."""
        return self.number(value, decimals) + ("" if value is None else "%")

    def score(self, value: float) -> str:
        """Write a score: whole where it is whole."""
        return self.number(value, 0 if float(value).is_integer() else 1)

    def q(self, value: float | None) -> str:
        """Write a q value: three decimals, or below 0.001.

        >>> Wording("nl").q(0.0002), Wording("en").q(0.0412)
        ('< 0,001', '0.041')
        """
        if value is not None and value < 0.001:
            return f"< {self.number(0.001, 3)}"
        return self.number(value, 3)

    def date(self, date: datetime.date) -> str:
        """Write a date in full.

        >>> Wording("nl").date(datetime.date(2026, 3, 1))
        '1 maart 2026'
        """
        return f"{date.day} {self._look_up('number.months')[date.month - 1]} {date.year}"

    def _look_up(self, key: str) -> Any:  # noqa: ANN401 - words, forms or a list, as the key has it
        section, _, name = key.partition(".")
        return _words(self.language)[section][name]


@cache
def _words(language: str) -> Mapping[str, Mapping[str, Any]]:
    file = resources.files("drijfveer.reporting").joinpath("wording").joinpath(f"{language}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
