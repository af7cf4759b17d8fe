"""The tables between the rooms: their columns, types and what each column means."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from drijfveer.errors import TableError

POLARITIES = ("pos", "neg", "neu")
STATUSES = ("promoter", "passive", "detractor")
LANGUAGES = ("nl", "en", "unknown")
ANSWERS = ("comment", "none", "empty")
SOURCES = ("rule", "model", "human")
BASES = ("ok", "indicative", "hidden")
LEVELS = ("driver", "theme")
METHODS = ("tango", "wilson", "student")

_DTYPES = {"text": "str", "whole": "int64", "number": "float64", "date": "datetime64[us]"}


@dataclass(frozen=True)
class Column:
    """Describe one column: its name, kind of value, meaning, and the values it may take."""

    name: str
    kind: str  # a key of _DTYPES
    meaning: str
    allowed: tuple[str, ...] = ()
    optional: bool = False  # may a cell be missing?


@dataclass(frozen=True)
class Table:
    """Describe one table that passes from room to room."""

    name: str
    row: str
    columns: tuple[Column, ...]
    extra: bool = False  # may further columns follow (segments)?

    @property
    def names(self) -> list[str]:
        """List the column names in their order."""
        return [column.name for column in self.columns]

    def frame(self, rows: list[dict[str, object]] | dict[str, object] | pd.DataFrame) -> pd.DataFrame:
        """Build a checked frame from rows or columns; columns that are absent become missing values."""
        frame = pd.DataFrame(rows)
        for column in self.columns:
            values = frame[column.name] if column.name in frame else pd.Series([None] * len(frame), index=frame.index)
            frame[column.name] = _cast(values, column, self.name)
        others = [name for name in frame.columns if name not in self.names]
        return self.check(frame[[*self.names, *others]])

    def check(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the frame unchanged, or raise TableError naming what breaks the contract."""
        missing = [name for name in self.names if name not in frame.columns]
        if missing:
            raise TableError(f"The table {self.name} lacks the columns {missing}; it has {list(frame.columns)}.")
        others = [name for name in frame.columns if name not in self.names]
        if others and not self.extra:
            raise TableError(f"The table {self.name} has columns it should not have: {others}.")
        for column in self.columns:
            _check_values(frame[column.name], column, self.name)
        return frame


def _cast(values: pd.Series, column: Column, table: str) -> pd.Series:
    try:
        return values.astype(pd.api.types.pandas_dtype(_DTYPES[column.kind]))
    except (TypeError, ValueError) as error:
        raise TableError(
            f"The column {column.name} of the table {table} should hold {column.kind}: {error}."
        ) from error


def _check_values(values: pd.Series, column: Column, table: str) -> None:
    if not column.optional and values.isna().any():
        raise TableError(f"The column {column.name} of the table {table} has {int(values.isna().sum())} empty cells.")
    if column.allowed:
        wrong = sorted(set(values.dropna().unique()) - set(column.allowed))
        if wrong:
            raise TableError(
                f"The column {column.name} of the table {table} holds {wrong[:3]}; allowed are {list(column.allowed)}."
            )


COMMENTS = Table(
    "comments",
    "respondent of the export, in the order of the export",
    (
        Column("comment_id", "text", "the export's own id, else the row number from 1; unique"),
        Column("text", "text", "the comment, repaired; empty where there is none"),
        Column("language", "text", "language of the comment", LANGUAGES),
        Column("answer", "text", "comment, none (a non-answer such as 'n.v.t.') or empty", ANSWERS),
        Column("score", "number", "the score on its own scale; missing where there is none or it is off the scale",
               optional=True),
        Column("status", "text", "promoter, passive or detractor by the scale's cuts", STATUSES, optional=True),
        Column("date", "date", "when the answer was given", optional=True),
        Column("weight", "number", "survey weight, 1 by default"),
    ),
    extra=True,
)  # fmt: skip

MENTIONS = Table(
    "mentions",
    "comment x theme x polarity, with its best evidence",
    (
        Column("comment_id", "text", "the comment"),
        Column("unit", "whole", "number of the opinion unit (clause) in the comment, from 0"),
        Column("start", "whole", "first character of the evidence in the text"),
        Column("end", "whole", "one past its last character"),
        Column("driver", "text", "id of the driver"),
        Column("theme", "text", "id of the theme, 'driver.theme'"),
        Column("polarity", "text", "content (pos), not content (neg) or neither (neu)", POLARITIES),
        Column("strength", "number", "-1 (very bad) to 1 (very good)"),
        Column("confidence", "number", "0 to 1"),
        Column("evidence", "text", "text[start:end]"),
        Column("source", "text", "what gave the code", SOURCES),
    ),
)

SIGNALS = Table(
    "signals",
    "comment x signal",
    (
        Column("comment_id", "text", "the comment"),
        Column("signal", "text", "id of the signal"),
        Column("polarity", "text", "pos or neg", POLARITIES),
        Column("start", "whole", "first character of the evidence in the text"),
        Column("end", "whole", "one past its last character"),
        Column("evidence", "text", "text[start:end]"),
    ),
)

SCORE = Table(
    "score",
    "figure about the score of all respondents",
    (
        Column("measure", "text", "nps, net, top_box, mean, share_promoter, share_passive, share_detractor, "
               "and nps_commenters or net_commenters: over those who answered the open question"),
        Column("value", "number", "NPS and net in points (-100..100), shares in percent (0..100), means on the scale",
               optional=True),
        Column("low", "number", "lower limit of the interval", optional=True),
        Column("high", "number", "upper limit of the interval", optional=True),
        Column("n", "whole", "respondents it rests on"),
        Column("method", "text", "how the interval was made: tango (Tango 1998), wilson (Wilson 1927) or student "
               "(t interval, Student 1908)", METHODS),
    ),
)  # fmt: skip

DRIVERS = Table(
    "drivers",
    "driver or theme of the codebook, those never mentioned included",
    (
        Column("level", "text", "driver or theme", LEVELS),
        Column("driver", "text", "id of the driver"),
        Column("theme", "text", "id of the theme; missing on the level of drivers", optional=True),
        Column("n_base", "whole", "respondents in the base, whether they mention it or not"),
        Column("n", "whole", "respondents of the base who mention it"),
        Column("n_promoter", "whole", "promoters who mention it"),
        Column("n_passive", "whole", "passives who mention it"),
        Column("n_detractor", "whole", "detractors who mention it"),
        Column("n_unscored", "whole", "respondents who mention it and have no score; outside the base, "
               "unless nobody has a score"),
        Column("n_positive", "whole", "respondents who are content with it and nothing else"),
        Column("n_negative", "whole", "respondents who are not content with it and nothing else"),
        Column("n_mixed", "whole", "respondents who are both"),
        Column("n_neutral", "whole", "respondents who only mention it"),
        Column("share", "number", "percent of the base who mention it", optional=True),
        Column("share_low", "number", "lower limit (Wilson)", optional=True),
        Column("share_high", "number", "upper limit (Wilson)", optional=True),
        Column("share_promoter", "number", "percent of promoters who mention it", optional=True),
        Column("share_passive", "number", "percent of passives who mention it", optional=True),
        Column("share_detractor", "number", "percent of detractors who mention it", optional=True),
        Column("contentment", "number", "100 x (content - not content) / mentioners, -100..100", optional=True),
        Column("contentment_low", "number", "lower limit (Tango)", optional=True),
        Column("contentment_high", "number", "upper limit (Tango)", optional=True),
        Column("nps", "number", "promoters minus detractors among those who mention it, in points", optional=True),
        Column("nps_low", "number", "lower limit (Tango)", optional=True),
        Column("nps_high", "number", "upper limit (Tango)", optional=True),
        Column("nps_without", "number", "the same among the rest of the base", optional=True),
        Column("impact", "number", "share x (nps - nps_without): the base's figure minus the figure without them",
               optional=True),
        Column("impact_low", "number", "lower limit (influence function)", optional=True),
        Column("impact_high", "number", "upper limit (influence function)", optional=True),
        Column("association", "number", "share among promoters minus share among detractors, in points",
               optional=True),
        Column("association_low", "number", "lower limit (Newcombe)", optional=True),
        Column("association_high", "number", "upper limit (Newcombe)", optional=True),
        Column("p_value", "number", "two-sided test of no association between mention and promoter v detractor",
               optional=True),
        Column("q_value", "number", "the same after Benjamini-Hochberg within the level", optional=True),
        Column("base", "text", "ok, indicative (10 to 29 respondents) or hidden (fewer; figures left out)", BASES),
    ),
)  # fmt: skip

TABLES = (COMMENTS, MENTIONS, SIGNALS, SCORE, DRIVERS)
