"""Accounts: where the rows, comments and scores of an export went, in parts that add up."""

from __future__ import annotations

from dataclasses import dataclass

from drijfveer.reporting.findings import Findings
from drijfveer.reporting.words import Wording
from drijfveer.tables import LANGUAGES


@dataclass(frozen=True)
class Part:
    """Hold one part of an account: its words, its number and its percentage of the total."""

    label: str
    n: int
    share: float | None


@dataclass(frozen=True)
class Account:
    """Hold a total and the parts it falls into; the parts add up to the total."""

    id: str
    caption: str
    label: str
    total: int
    parts: tuple[Part, ...]

    def part(self, label: str) -> Part:
        """Return the part with this label, an empty one where there is none."""
        return next((part for part in self.parts if part.label == label), Part(label, 0, None))


def count_comments(findings: Findings) -> int:
    """Count the respondents who gave a comment that is more than a non-answer."""
    return findings.counts.get("comments", int((findings.comments["answer"] == "comment").sum()))


def keep_accounts(findings: Findings, wording: Wording) -> tuple[Account, ...]:
    """Account for rows, comments, scores (where there is a scale) and languages."""
    accounts = [_rows(findings, wording), _mentions(findings, wording)]
    if findings.scale is not None:
        accounts.append(_scores(findings, wording))
    accounts.append(_languages(findings, wording))
    return tuple(accounts)


def _account(wording: Wording, name: str, label: str, total: int, parts: dict[str, int]) -> Account:
    """Build an account; what the parts leave unexplained becomes a part of its own, so that it always adds up."""
    rest = total - sum(parts.values())
    parts = parts if rest == 0 else {**parts, wording.say("coverage.other"): rest}
    return Account(
        id=name,
        caption=wording.say(f"coverage.{name}_caption"),
        label=label,
        total=total,
        parts=tuple(Part(part, n, 100 * n / total if total else None) for part, n in parts.items()),
    )


def _rows(findings: Findings, wording: Wording) -> Account:
    answers = findings.comments["answer"].value_counts()
    counts = findings.counts
    parts = {
        wording.say("coverage.comment"): count_comments(findings),
        wording.say("coverage.non_answer"): counts.get("non_answers", int(answers.get("none", 0))),
        wording.say("coverage.empty"): counts.get("empty", int(answers.get("empty", 0))),
    }
    total = counts.get("rows", len(findings.comments))
    return _account(wording, "rows", wording.say("coverage.rows"), total, parts)


def _mentions(findings: Findings, wording: Wording) -> Account:
    total = count_comments(findings)
    mentioned = findings.counts.get("with_mention", int(findings.mentions["comment_id"].nunique()))
    parts = {
        wording.say("coverage.with_mention"): mentioned,
        wording.say("coverage.without_mention"): total - mentioned,
    }
    return _account(wording, "drivers", wording.say("coverage.comments"), total, parts)


def _scores(findings: Findings, wording: Wording) -> Account:
    total = findings.counts.get("rows", len(findings.comments))
    off = findings.counts.get("off_scale", 0)
    without = findings.counts.get("without_score")
    if without is None:
        without = int(findings.comments["score"].isna().sum()) - off
    parts = {
        wording.say("coverage.with_score"): total - without - off,
        wording.say("coverage.without_score"): without,
        wording.say("coverage.off_scale"): off,
    }
    return _account(wording, "score", wording.say("coverage.rows"), total, parts)


def _languages(findings: Findings, wording: Wording) -> Account:
    spoken = findings.comments.loc[findings.comments["answer"] == "comment", "language"].value_counts()
    parts = {wording.say(f"language.{language}"): int(spoken[language]) for language in LANGUAGES if language in spoken}
    return _account(wording, "language", wording.say("coverage.comments"), int(spoken.sum()), parts)
