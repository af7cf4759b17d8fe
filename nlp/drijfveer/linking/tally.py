"""The Tally: counts of respondents from which all figures about drivers are made, and which add up over parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from drijfveer.codebook import Codebook
from drijfveer.errors import TableError
from drijfveer.linking.intervals import NetCounts
from drijfveer.tables import ANSWERS, COMMENTS, MENTIONS, STATUSES

GROUPS = (*STATUSES, "unscored")
PROFILES = ("neutral", "positive", "negative", "mixed")  # by bits: 1 for content, 2 for not content

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Tally:
    """Hold counts of respondents; two tallies of two parts add up to the tally of the whole.

    ``codes`` are ids of drivers and themes. ``respondents`` counts by answer (ANSWERS) x group (GROUPS: status,
    or unscored); ``mentioners`` counts by code x group x profile (PROFILES). A respondent counts once per code,
    however often the comment mentions it; a driver is the union of its themes.
    """

    codes: tuple[str, ...]
    respondents: Counts
    mentioners: Counts

    def __post_init__(self) -> None:
        """Check the shapes and close the counts for writing."""
        shapes = {
            "respondents": (len(ANSWERS), len(GROUPS)),
            "mentioners": (len(self.codes), len(GROUPS), len(PROFILES)),
        }
        for name, shape in shapes.items():
            counts = np.array(getattr(self, name), dtype="int64")
            if counts.shape != shape:
                raise TableError(f"The counts of {name} have the shape {counts.shape}; it should be {shape}.")
            counts.flags.writeable = False
            object.__setattr__(self, name, counts)

    def __add__(self, other: Tally) -> Tally:
        """Add up two parts; raises TableError where they count different codes."""
        if self.codes != other.codes:
            raise TableError(
                "Two tallies of different codebooks cannot be added: "
                f"they differ in {sorted(set(self.codes) ^ set(other.codes)) or 'the order of their codes'}."
            )
        return Tally(self.codes, self.respondents + other.respondents, self.mentioners + other.mentioners)

    def __eq__(self, other: object) -> bool:
        """Compare codes and counts."""
        if not isinstance(other, Tally):
            return NotImplemented
        return (
            self.codes == other.codes
            and np.array_equal(self.respondents, other.respondents)
            and np.array_equal(self.mentioners, other.mentioners)
        )

    __hash__ = None  # type: ignore[assignment]  # equal by arrays, as arrays are

    def answered(self, answers: tuple[str, ...]) -> Counts:
        """Count the respondents with one of these answers to the open question, by group."""
        counts: Counts = self.respondents[[ANSWERS.index(answer) for answer in answers]].sum(axis=0)
        return counts

    def of(self, code: str) -> Counts:
        """Give the counts of one driver or theme, by group x profile."""
        counts: Counts = self.mentioners[self.codes.index(code)]
        return counts


def net_counts(groups: Counts) -> NetCounts:
    """Read counts by group as detractors, passives and promoters."""
    by_group = dict(zip(GROUPS, groups.tolist(), strict=True))
    return NetCounts(negative=by_group["detractor"], neutral=by_group["passive"], positive=by_group["promoter"])


def contentment_counts(profiles: Counts) -> NetCounts:
    """Read counts by profile as not content, neither (or both), and content."""
    by_profile = dict(zip(PROFILES, profiles.tolist(), strict=True))
    return NetCounts(
        negative=by_profile["negative"],
        neutral=by_profile["mixed"] + by_profile["neutral"],
        positive=by_profile["positive"],
    )


def tally_respondents(comments: pd.DataFrame, mentions: pd.DataFrame, codebook: Codebook) -> Tally:
    """Count the respondents of the tables comments and mentions by status, code and polarity profile.

    Of the parts of a file, each must hold the mentions of its own comments. A respondent with only pos mentions
    of a code is positive, with only neg negative, with both mixed, with only neu neutral; a neu mention beside
    another changes nothing. Weights are not used. Raises TableError where the tables break their contract or do
    not fit each other or the codebook.
    """
    _check_tables(comments, mentions, codebook)
    drivers = [driver.id for driver in codebook.drivers]
    codes = pd.Index([*drivers, *codebook.themes])
    groups = _positions(STATUSES, comments["status"])
    groups[groups < 0] = GROUPS.index("unscored")
    answers = _positions(ANSWERS, comments["answer"])
    respondents = _count((answers, groups), (len(ANSWERS), len(GROUPS)))

    rows = _positions(comments["comment_id"], mentions["comment_id"])
    bits = mentions["polarity"].map({"pos": 1, "neg": 2, "neu": 0}).to_numpy(dtype="int64")
    parents = mentions["theme"].map({theme.id: theme.driver for theme in codebook.themes.values()})
    pairs = np.concatenate([rows * len(codes) + _positions(codes, level) for level in (parents, mentions["theme"])])
    unique, place = np.unique(pairs, return_inverse=True)
    profiles = np.zeros(len(unique), dtype="int64")
    np.bitwise_or.at(profiles, place, np.concatenate([bits, bits]))
    owners, held = np.divmod(unique, len(codes))
    mentioners = _count((held, groups[owners], profiles), (len(codes), len(GROUPS), len(PROFILES)))
    return Tally(tuple(codes), respondents, mentioners)


def _positions(allowed: Iterable[str], values: pd.Series) -> Counts:
    """Find each value among those allowed; -1 where it is missing."""
    return np.asarray(pd.Index(allowed).get_indexer(pd.Index(values)), dtype="int64")


def _count(keys: tuple[Counts, ...], shape: tuple[int, ...]) -> Counts:
    flat = np.ravel_multi_index(keys, shape)
    return np.bincount(flat, minlength=int(np.prod(shape))).astype("int64").reshape(shape)


def _check_tables(comments: pd.DataFrame, mentions: pd.DataFrame, codebook: Codebook) -> None:
    COMMENTS.check(comments)
    MENTIONS.check(mentions)
    ids = comments["comment_id"]
    if ids.duplicated().any():
        raise TableError(
            f"The table comments has the comment_id {ids[ids.duplicated()].iloc[0]!r} more than once; "
            "each respondent has one row. Make the ids unique."
        )
    themes = {theme.id: theme.driver for theme in codebook.themes.values()}
    parents = mentions["theme"].map(themes)
    _refuse(mentions, parents.isna(), "theme", f"is not in the codebook {codebook.id!r}. Code the comments with it")
    _refuse(mentions, parents != mentions["driver"], "theme", "stands under another driver than the codebook's")
    _refuse(mentions, ~mentions["comment_id"].isin(ids), "comment_id", "is not in the table comments")
    silent = ids[comments["answer"] == "empty"]
    _refuse(mentions, mentions["comment_id"].isin(silent), "comment_id", "belongs to an empty comment")


def _refuse(mentions: pd.DataFrame, wrong: pd.Series, column: str, why: str) -> None:
    found = mentions.loc[wrong, column]
    if len(found):
        some = ", ".join(repr(value) for value in sorted(found.unique())[:3])
        raise TableError(f"In {len(found)} rows of the table mentions the {column} {why}: {some}.")
