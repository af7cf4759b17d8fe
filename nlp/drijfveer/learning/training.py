"""Training: labelled comments become a model that weighs the rules and reads beyond them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from drijfveer.codebook import Codebook
from drijfveer.coding.draft import Draft
from drijfveer.coding.fusion import Scores, theme_evidence
from drijfveer.coding.linear import LinearScorer, Weights
from drijfveer.coding.reader import Reader
from drijfveer.coding.store import Model
from drijfveer.errors import InputError
from drijfveer.learning.corpus import LabelledComment, Phrase
from drijfveer.learning.estimators import NgramVectoriser, OneVsRest, weights_of
from drijfveer.learning.lessons import Lessons, collect_lessons
from drijfveer.learning.weighing import fit_fusion

Floats = NDArray[np.float32]
Progress = Callable[[str, int, int], None]  # stage, done, all

FOLDS = 5  # industries are left out in turn, so that what is fitted on scores holds for an industry never seen
_STRENGTH = 5.0  # of the fit of n-grams


@dataclass(frozen=True)
class Training:
    """Hold a trained model and how it did on industries that it was not trained on, out of fold.

    ``found`` gives, by what decided ("rules alone", "rules and model"), the themes of each comment by its id.
    """

    model: Model
    found: Mapping[str, Mapping[str, Sequence[str]]]


def train(
    comments: Sequence[LabelledComment],
    phrases: Sequence[Phrase],
    codebook: Codebook,
    language: str,
    *,
    judged_on: Collection[str] = (),
    progress: Progress | None = None,
) -> Training:
    """Train a model for one language; the same comments, phrases and versions give the same model.

    ``judged_on`` are the groups (industries) by which rules and n-grams are weighed against each other: such as
    whoever wrote the rules has not seen; all groups where none is given. Needs comments of at least five groups;
    raises InputError where there are fewer.
    """
    groups = np.array([comment.group for comment in comments])
    if len(set(groups)) < FOLDS:
        raise InputError(
            f"The comments come from {len(set(groups))} groups; training needs at least {FOLDS}, "
            "since it is checked on industries that were left out."
        )
    tell = progress or _tell_nobody
    tell("reading", 0, 0)
    reader = Reader(codebook, language)
    drafts = [reader.draft(comment.text) for comment in comments]
    lessons = collect_lessons(comments, drafts, phrases, codebook, language)
    scores = _score_out_of_fold(lessons, drafts, groups, tell)
    themes = list(codebook.themes)
    tell("training", FOLDS, FOLDS + 1)
    chosen = _judged(groups, judged_on)
    judged = [comment for comment, kept in zip(comments, chosen, strict=True) if kept]
    judged_drafts = [draft for draft, kept in zip(drafts, chosen, strict=True) if kept]
    pair = _split(scores.only(chosen), len(themes))
    fusion = fit_fusion(judged, judged_drafts, pair[0], pair[1], themes)
    found = _find_out_of_fold(judged, judged_drafts, pair, themes, codebook.catch_all)
    return Training(Model(language, _fit(lessons), fusion), found)


def _judged(groups: NDArray[np.str_], judged_on: Collection[str]) -> NDArray[np.bool_]:
    if not judged_on:
        return np.ones(len(groups), dtype=bool)
    chosen = np.isin(groups, list(judged_on))
    if not chosen.any():
        raise InputError(
            f"None of the industries to judge by ({', '.join(sorted(judged_on))}) is in the corpus, "
            f"which has {', '.join(sorted(set(groups)))}."
        )
    return chosen


def _find_out_of_fold(
    comments: Sequence[LabelledComment],
    drafts: Sequence[Draft],
    pair: tuple[Scores, Scores],
    themes: Sequence[str],
    catch_all: str,
) -> dict[str, dict[str, list[str]]]:
    """Decide every comment with weights that never saw its industry, beside what the rules alone say."""
    groups = np.array([comment.group for comment in comments])
    by_rule = np.array([[theme in {m.theme for m in draft.mentions} for theme in themes] for draft in drafts])
    decided = by_rule.copy()
    folds = GroupKFold(min(FOLDS, len(set(groups)))).split(groups, groups=groups) if len(set(groups)) > 1 else ()
    for fitted, held in folds:
        inside = np.isin(np.arange(len(comments)), fitted)
        themes_inside, polarity_inside = (scores.only(inside) for scores in pair)
        known = [comments[row] for row in fitted]
        fusion = fit_fusion(known, [drafts[row] for row in fitted], themes_inside, polarity_inside, themes)
        evidence = theme_evidence([drafts[row] for row in held], pair[0].only(~inside), themes)
        cuts = np.where(by_rule[held], fusion.keep, fusion.add)
        decided[held] = fusion.theme_probability(evidence) >= cuts
    tables = {"rules alone": by_rule, "rules and model": decided}
    return {by: _themes_found(comments, table, themes, catch_all) for by, table in tables.items()}


def _themes_found(
    comments: Sequence[LabelledComment], table: NDArray[np.bool_], themes: Sequence[str], catch_all: str
) -> dict[str, list[str]]:
    """List the themes of each comment; the catch-all only where there is no other."""
    found = {}
    for comment, row in zip(comments, table, strict=True):
        given = [theme for theme, chosen in zip(themes, row, strict=True) if chosen]
        found[comment.comment_id] = [theme for theme in given if theme != catch_all] or given
    return found


def _tell_nobody(stage: str, done: int, total: int) -> None:  # noqa: ARG001
    return None


def _fit(lessons: Lessons) -> Weights:
    vectoriser = NgramVectoriser(lessons.language)
    rows = vectoriser.fit_transform(lessons.texts)
    weights = weights_of(vectoriser, OneVsRest(_STRENGTH, dual=True).fit(rows, lessons.labels, lessons.weights))
    # As they will stand on disk.
    return Weights(weights.features, weights.idf, weights.coef.astype(np.float16).astype(np.float32), weights.bias)


def _score_out_of_fold(
    lessons: Lessons, drafts: Sequence[Draft], groups: NDArray[np.str_], tell: Progress
) -> Scores:  # fmt: skip
    """Score every comment and unit with weights that never saw its industry."""
    columns = lessons.labels.shape[1]
    of = np.repeat(np.arange(len(drafts)), [len(draft.unit_forms) for draft in drafts])
    scores = Scores(
        np.zeros((len(drafts), columns), dtype=np.float32),
        np.zeros((len(of), columns), dtype=np.float32),
        of,
    )
    for fold, (_, held) in enumerate(GroupKFold(FOLDS).split(groups, groups=groups)):
        tell("training", fold, FOLDS + 1)
        scorer = LinearScorer(_fit(lessons.without(set(groups[held]))))
        units = np.flatnonzero(np.isin(of, held))
        parts = [forms for row in held for forms in drafts[row].unit_forms]
        own = np.repeat(np.arange(len(held)), [len(drafts[row].unit_forms) for row in held])
        scores.comments[held], scores.units[units] = scorer.score_parts(parts, own, len(held))
    return scores


def _split(scores: Scores, themes: int) -> tuple[Scores, Scores]:
    return (
        Scores(scores.comments[:, :themes], scores.units[:, :themes], scores.of),
        Scores(scores.comments[:, themes:], scores.units[:, themes:], scores.of),
    )
