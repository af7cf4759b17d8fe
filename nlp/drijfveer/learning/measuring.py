"""Measuring: what a coder reaches on a file, as figures and as a table to read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd

from drijfveer.codebook import Codebook
from drijfveer.coding import Coder, Coding, Explanation
from drijfveer.errors import InputError
from drijfveer.intake import clean_text, read_comments
from drijfveer.learning.categories import mapping, read_categories, score_categories
from drijfveer.learning.corpus import LabelledComment, read_labelled
from drijfveer.learning.evaluation import Evaluation, evaluate, expected_calibration_error

Progress = Callable[[str, int, int], None]  # stage, done, all
_BY = {"rules and model": "coding", "rules alone": "rules", "model alone": "model"}
_LEAST_SHOWN = 5  # gold comments of a driver, for a row of its own


@dataclass(frozen=True)
class Measurement:
    """Hold what was measured on a file: the figures as Markdown, by the language they are about."""

    name: str
    parts: Mapping[str, str]

    @property
    def markdown(self) -> str:
        """Give the figures of all languages."""
        return "\n\n".join(self.parts.values()) + "\n"


def measure_file(
    path: str | Path, coder: Coder, codebook: Codebook, *, progress: Progress | None = None
) -> Measurement:  # fmt: skip
    """Measure a coder on labelled comments, SemEval restaurant sentences (both jsonl), or an export with a score.

    Raises InputError where the file cannot be read or is none of these.
    """
    place = Path(path)
    if place.suffix != ".jsonl":
        return measure_export(place, coder)
    if _has_categories(place):
        return measure_categories(place, coder)
    return measure_labelled(read_labelled(place, codebook), coder, place.name, progress=progress)


def measure_labelled(
    comments: Sequence[LabelledComment], coder: Coder, name: str, *, progress: Progress | None = None
) -> Measurement:
    """Measure a coder on labelled comments: precision, recall and F1, rules and model apart and together, and
    calibration. Texts are cleaned as those of an export are.
    """  # noqa: D205
    if not comments:
        raise InputError(f"{name} holds no comments. Give JSON lines with text and codes.")
    explained: dict[str, Explanation] = {}
    for done, comment in enumerate(comments, start=1):
        explained[comment.comment_id] = coder.explain(clean_text(comment.text), comment.language)
        if progress and done % 50 == 0:
            progress("coding", done, len(comments))
    evaluations = {
        by: evaluate(comments, {key: _given(getattr(value, part)) for key, value in explained.items()})
        for by, part in _BY.items()
        if part == "coding" or any(value.probabilities for value in explained.values())
    }
    parts = {}
    for language in sorted({comment.language for comment in comments}):
        part = [comment for comment in comments if comment.language == language]
        tables = [
            f"### {name}: {len(part)} comments, {language}",
            _figures(evaluations, language),
            _drivers(evaluations["rules and model"], language),
            _calibration(part, explained),
        ]
        parts[language] = "\n\n".join(filter(None, tables))
    return Measurement(name, parts)


def measure_categories(path: Path, coder: Coder) -> Measurement:
    """Measure a coder on sentences with SemEval categories, Dutch."""
    score = score_categories(read_categories(path), mapping("semeval"), coder, "nl")
    text = (
        f"### {path.name}: {score.sentences} sentences, nl, categories as drivers\n\n"
        "| precision | recall | F1 |\n|---|---|---|\n"
        f"| {score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f} [{score.low:.3f}, {score.high:.3f}] |"
    )
    return Measurement(path.name, {"nl": text})


def measure_export(path: Path, coder: Coder) -> Measurement:
    """Measure how the balance of polarity follows the score of an export.

    The balance of a comment is (pos - neg) / (pos + neg) over its mentions; comments without either are left out.
    """
    comments = read_comments(path).comments
    rows = comments[(comments["answer"] == "comment") & comments["score"].notna()]
    codings = coder.code_all(rows["text"].tolist(), rows["language"].tolist())
    counts = pd.DataFrame(
        {
            polarity: [sum(mention.polarity == polarity for mention in coding.mentions) for coding in codings]
            for polarity in ("pos", "neg")
        },
        index=rows.index,
    )
    judged = counts[counts.sum(axis=1) > 0]
    balance = (judged["pos"] - judged["neg"]) / judged.sum(axis=1)
    score = rows.loc[judged.index, "score"]
    lowest = rows.index[rows["score"] == rows["score"].min()]
    praised = ((counts.loc[lowest, "pos"] > 0) & (counts.loc[lowest, "neg"] == 0)).mean()
    text = (
        f"### {path.name}: {len(rows):,} comments with a score\n\n"
        "| rank correlation of score and balance of polarity | comments of the lowest score with praise only |\n"
        f"|---|---|\n| {balance.corr(score, method='spearman'):.3f} | {praised:.1%} of {len(lowest):,} |"
    )
    return Measurement(path.name, {str(rows["language"].mode().iloc[0]): text})


def _has_categories(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8") as lines:
            first = [json.loads(line) for line in islice(filter(str.strip, lines), 20)]
        return any("#" in str(code[0]) for row in first for code in row.get("codes", ()))
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror}.") from None
    except (ValueError, AttributeError, IndexError, TypeError):
        raise InputError(f"{path} does not hold labelled comments: JSON lines with text and codes.") from None


def _given(coding: Coding) -> list[tuple[str, str]]:
    return [(mention.theme, mention.polarity) for mention in coding.mentions]


def _figures(evaluations: dict[str, Evaluation], language: str) -> str:
    rows = ["| by | view | precision | recall | F1 | macro-F1 |", "|---|---|---|---|---|---|"]
    for by, evaluation in evaluations.items():
        table = evaluation.figures
        for row in table[table["language"] == language].to_dict("records"):
            macro = "" if np.isnan(row["macro_f1"]) else f"{row['macro_f1']:.3f}"
            rows.append(
                f"| {by} | {row['view']} | {row['precision']:.3f} | {row['recall']:.3f} | "
                f"{row['f1']:.3f} [{row['low']:.3f}, {row['high']:.3f}] | {macro} |"
            )
    return "\n".join(rows)


def _drivers(evaluation: Evaluation, language: str) -> str:
    table = evaluation.keys
    table = table[(table["language"] == language) & (table["level"] == "driver") & (table["gold"] >= _LEAST_SHOWN)]
    rows = ["| driver | comments | precision | recall | F1 |", "|---|---|---|---|---|"]
    rows += [
        f"| {row['code']} | {row['gold']} | {row['precision']:.2f} | {row['recall']:.2f} | "
        f"{row['f1']:.2f} [{row['low']:.2f}, {row['high']:.2f}] |"
        for row in table.sort_values(["gold", "code"], ascending=[False, True]).to_dict("records")
    ]
    return "\n".join(rows)


def _calibration(comments: Sequence[LabelledComment], explained: dict[str, Explanation]) -> str:
    """Tell the calibration of theme probabilities and of mentions; what is contested is left out."""
    themes: list[tuple[float, bool]] = []
    mentions: list[tuple[float, bool]] = []
    for comment in comments:
        explanation = explained[comment.comment_id]
        codes = {(code.code, code.polarity) for code in comment.codes}
        doubtful = {(code.code, code.polarity) for code in comment.contested} - codes
        given = {theme for theme, _ in codes}
        unsure = {theme for theme, _ in doubtful} - given
        themes += [(p, theme in given) for theme, p in explanation.probabilities.items() if theme not in unsure]
        mentions += [
            (m.confidence, (m.theme, m.polarity) in codes)
            for m in explanation.coding.mentions
            if (m.theme, m.polarity) not in doubtful
        ]
    if not themes:
        return ""
    likely = [pair for pair in themes if pair[0] >= 0.1]
    errors = [expected_calibration_error([p for p, _ in part], [hit for _, hit in part]) for part in
              (themes, likely, mentions)]  # fmt: skip
    return (
        f"Expected calibration error: {errors[0]:.3f} over the probabilities of all themes, {errors[1]:.3f} over those "
        f"of 0.1 and more, {errors[2]:.3f} over the confidence of mentions."
    )
