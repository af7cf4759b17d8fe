"""Weighing: how much rules and n-grams are believed, fitted on comments whose n-grams were scored out of fold."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from drijfveer.coding.draft import Draft
from drijfveer.coding.fusion import Fusion, Scores, polarity_evidence, theme_evidence
from drijfveer.coding.mention import Mention
from drijfveer.errors import InputError
from drijfveer.learning.corpus import LabelledComment
from drijfveer.learning.lessons import locate
from drijfveer.tables import POLARITIES

Floats = NDArray[np.float32]

_BIAS_SCALE = 0.5  # holds a theme's own bias nearer to that of all
_GRID = np.arange(0.2, 0.6, 0.01)
_SMOOTHING = 10_000.0  # comments' worth of the average theme that a theme's own threshold is drawn towards
# Where the best threshold is t, a code of the rules is kept from t x KEEP_SHARE on and one of the n-grams alone added
# from t x ADD_SHARE on: a real survey differs from the corpus in its words, which makes n-grams surer than they should
# be, while the rules were checked on more kinds of comments than it holds. Chosen on labelled real comments.
KEEP_SHARE, ADD_SHARE = 0.42, 1.4


def fit_fusion(
    comments: Sequence[LabelledComment],
    drafts: Sequence[Draft],
    theme_scores: Scores,
    polarity_scores: Scores,
    themes: Sequence[str],
) -> Fusion:
    """Fit both decisions and their thresholds on comments; raises InputError where a polarity is lacking."""
    evidence = theme_evidence(drafts, theme_scores, themes)
    labels = labels_of(comments, themes)
    theme_coef, theme_bias = _fit_themes(evidence, labels)
    polarity_coef, polarity_bias = _fit_polarity(comments, drafts, theme_scores, polarity_scores, themes)
    none = np.zeros(len(themes), dtype=np.float32)
    fusion = Fusion(themes, theme_coef, theme_bias, none, none, polarity_coef, polarity_bias)
    cuts = _thresholds(fusion.theme_probability(evidence), labels)
    keep, add = cuts * np.float32(KEEP_SHARE), cuts * np.float32(ADD_SHARE)
    return Fusion(themes, theme_coef, theme_bias, keep, add, polarity_coef, polarity_bias)


def labels_of(comments: Sequence[LabelledComment], themes: Sequence[str]) -> NDArray[np.bool_]:
    """Give which themes each comment was labelled with (comments, themes)."""
    return np.array([[theme in {code.code for code in comment.codes} for theme in themes] for comment in comments])


def _fit_themes(evidence: Floats, labels: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Fit one logistic regression over all pairs of comment and theme, with a bias for each theme."""
    count, themes, parts = evidence.shape
    own = np.tile(np.eye(themes, dtype=np.float32) * _BIAS_SCALE, (count, 1))
    rows = np.hstack([evidence.reshape(-1, parts), own])
    model = LogisticRegression(C=1.0, max_iter=500).fit(rows, labels.ravel())
    coef = model.coef_[0].astype(np.float32)
    return coef[:parts], coef[parts:] * np.float32(_BIAS_SCALE) + np.float32(model.intercept_[0])


def _thresholds(chances: Floats, labels: NDArray[np.bool_]) -> Floats:
    """Find the threshold per theme with the highest F1, each theme drawn towards what is best for all."""
    hits = np.array([(chances >= cut)[labels].sum() for cut in _GRID])  # over all themes
    hit = np.array([((chances >= cut) & labels).sum(axis=0) for cut in _GRID], dtype=np.float64)
    given = np.array([(chances >= cut).sum(axis=0) + labels.sum(axis=0) for cut in _GRID], dtype=np.float64)
    share = _SMOOTHING / labels.sum()
    f1 = (hit + share * hits[:, None]) / (given + share * given.sum(axis=1, keepdims=True))
    return np.asarray(_GRID[np.argmax(f1, axis=0)], dtype=np.float32)


def _fit_polarity(
    comments: Sequence[LabelledComment],
    drafts: Sequence[Draft],
    theme_scores: Scores,
    polarity_scores: Scores,
    themes: Sequence[str],
) -> tuple[Floats, Floats]:
    """Fit the polarity of what was said, on the rules' mentions that are right and on codes that they missed."""
    bounds = np.searchsorted(theme_scores.of, np.arange(len(drafts) + 1))
    rows, own, targets = [], [], []
    for number, (comment, draft) in enumerate(zip(comments, drafts, strict=True)):
        for mention, polarity in _targets(
            comment, draft, theme_scores.units[bounds[number] : bounds[number + 1]], themes
        ):
            unit = polarity_scores.units[bounds[number] + mention.unit]
            rows.append(polarity_evidence(mention, draft, unit, polarity_scores.comments[number]))
            own.append(themes.index(mention.theme))
            targets.append(POLARITIES.index(polarity))
    absent = [polarity for number, polarity in enumerate(POLARITIES) if number not in targets]
    if absent:
        raise InputError(f"No label has the polarity {' or '.join(absent)}; training needs labels of each.")
    eye = np.eye(len(themes), dtype=np.float32) * _BIAS_SCALE
    model = LogisticRegression(C=1.0, max_iter=500).fit(
        np.hstack([np.array(rows, dtype=np.float32), eye[own]]), targets
    )
    coef = model.coef_.T.astype(np.float32)
    parts = len(rows[0])
    return coef[:parts], coef[parts:] * np.float32(_BIAS_SCALE) + model.intercept_.astype(np.float32)


def _targets(
    comment: LabelledComment, draft: Draft, units: Floats, themes: Sequence[str]
) -> list[tuple[Mention, str]]:  # fmt: skip
    """Pair mentions with the polarity that the coder gave where they stand."""
    pairs = []
    for code in comment.codes:
        start, end = locate(code, comment.text)
        by_rule = [mention for mention in draft.mentions if mention.theme == code.code]
        same = [other for other in comment.codes if other.code == code.code]
        pairs += [
            (mention, code.polarity)
            for mention in by_rule
            if len(same) == 1 or (mention.start < end and start < mention.end)
        ]
        if not by_rule and len(units):
            unit = int(np.argmax(units[:, themes.index(code.code)]))
            pairs.append((Mention(unit, 0, 0, code.code, "", 0.0, 0.0, ()), code.polarity))
    return pairs
