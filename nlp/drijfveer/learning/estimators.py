"""Estimators: what is fitted, by scikit-learn's conventions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import LabelBinarizer
from sklearn.utils import Tags, column_or_1d
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import check_is_fitted, validate_data

from drijfveer.coding.linear import Weights
from drijfveer.coding.ngrams import pair_feature, word_features
from drijfveer.coding.words import Tokeniser

Floats = NDArray[np.float64]


class NgramVectoriser(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Turn texts into rows of n-grams: words, pieces of words and pairs of words, weighted by idf, of length 1.

    A feature's value is the number of different words (or pairs) of the text that have it, times its idf; rows are
    scaled by the root of the sum of squares over words, so that ``LinearScorer`` gets the same by adding up words.

    Parameters: ``language`` (nl, en) of the tokenizer; ``least_texts`` that a feature must occur in to be kept.
    Attributes: ``features_`` (row by name, in alphabetical order) and ``idf_``.
    """

    def __init__(self, language: str = "nl", least_texts: int = 3) -> None:
        self.language = language
        self.least_texts = least_texts

    def fit(self, X: Iterable[str], y: object = None) -> Self:
        """Learn which features there are and how rare each is."""
        split = self._split(X)
        if not split:
            raise ValueError("There are no texts to learn n-grams from; give at least one.")
        counts: Counter[str] = Counter()
        for forms in split:
            counts.update({name for form in set(forms) for name in word_features(form)})
            counts.update({pair_feature(*pair) for pair in pairwise(forms)})
        names = sorted(name for name, count in counts.items() if count >= self.least_texts)
        self.features_ = {name: row for row, name in enumerate(names)}
        self.idf_ = np.array([np.log((1 + len(split)) / (1 + counts[name])) + 1 for name in names])
        return self

    def transform(self, X: Iterable[str]) -> sparse.csr_matrix:
        """Give the matrix (texts, features)."""
        check_is_fitted(self, "features_")
        split = self._split(X)
        words = {form: row for row, form in enumerate(dict.fromkeys(form for forms in split for form in forms))}
        by_word = self._matrix([word_features(form) for form in words])
        in_text = _count([[words[form] for form in dict.fromkeys(forms)] for forms in split], len(words))
        pairs = self._matrix([dict.fromkeys(pair_feature(*pair) for pair in pairwise(forms)) for forms in split])
        counts = in_text @ by_word + pairs
        weighted = counts @ sparse.diags(self.idf_)
        squares = np.asarray(weighted @ self.idf_).ravel()  # count x idf x idf, summed over features
        return sparse.csr_matrix(sparse.diags(1 / np.sqrt(np.maximum(squares, 1e-12))) @ weighted)

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:
        """List the features in the order of the columns."""
        check_is_fitted(self, "features_")
        return np.array(list(self.features_), dtype=object)

    def _split(self, texts: Iterable[str]) -> list[Sequence[str]]:
        if isinstance(texts, str):
            raise ValueError("One text was given where a list of texts is expected; put it in a list.")  # noqa: TRY004
        tokeniser = Tokeniser(self.language)
        return [tokeniser.split(text).forms for text in texts]

    def _matrix(self, names: Iterable[Iterable[str]]) -> sparse.csr_matrix:
        known = self.features_
        return _count([[known[name] for name in row if name in known] for row in names], len(known))

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


def _count(rows: Sequence[Sequence[int]], width: int) -> sparse.csr_matrix:
    ends = np.concatenate(([0], np.cumsum([len(row) for row in rows], dtype=np.int64)))
    columns = np.array([column for row in rows for column in row], dtype=np.int64)
    matrix = sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), width))
    matrix.sum_duplicates()
    return matrix


class OneVsRest(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Fit a logistic regression per class against the rest, on weighted rows with one label or many.

    Parameters: ``strength`` of the fit (C, the inverse of the ridge penalty), ``dual`` (the quicker solver for many
    features, right to some three digits). Attributes: ``classes_``, ``coef_`` (classes, features), ``intercept_``.
    Where y has one label per row, ``predict`` gives the likeliest class, and with an indicator matrix every class of
    probability 0.5 or more.
    """

    def __init__(self, strength: float = 5.0, dual: bool = False) -> None:
        self.strength = strength
        self.dual = dual

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Fit every class; y is (rows,) or an indicator matrix (rows, classes)."""
        rows, labels = validate_data(self, X, y, accept_sparse="csr", multi_output=True, dtype=np.float64)
        check_classification_targets(labels)
        columns = self._columns(labels)
        fitted = [self._fit_class(rows, column, sample_weight) for column in columns.T]
        self.coef_ = np.array([coef for coef, _ in fitted])
        self.intercept_ = np.array([intercept for _, intercept in fitted])
        return self

    def _columns(self, y: NDArray[np.generic]) -> NDArray[np.int64]:
        """Make an indicator matrix of the labels and note what the classes are."""
        self.many_ = type_of_target(y) == "multilabel-indicator"
        if self.many_:
            self.classes_ = np.arange(y.shape[1])
            return np.asarray(y, dtype=np.int64)
        labels = column_or_1d(y, warn=True)
        self.classes_ = np.unique(labels)
        if len(self.classes_) < 2:
            raise ValueError("Classifier can't train when only one class is present.")
        columns = np.asarray(LabelBinarizer().fit(self.classes_).transform(labels), dtype=np.int64)
        return np.hstack([1 - columns, columns]) if columns.shape[1] == 1 else columns

    def _fit_class(
        self, rows: sparse.csr_matrix | Floats, column: NDArray[np.int64], weight: ArrayLike | None
    ) -> tuple[Floats, float]:
        if column.min() == column.max():  # never or always: nothing to learn but that
            return np.zeros(rows.shape[1]), -10.0 if column[0] == 0 else 10.0
        quick = {"dual": True, "tol": 1e-3, "max_iter": 5000} if self.dual else {"max_iter": 300}
        model = LogisticRegression(C=self.strength, solver="liblinear", random_state=0, **quick)
        model.fit(rows, column, sample_weight=weight)
        return model.coef_[0], float(model.intercept_[0])

    def decision_function(self, X: ArrayLike) -> Floats:
        """Give the log-odds (rows, classes); for two classes of one label those of the second (rows,)."""
        scores = self._scores(X)
        return scores[:, 1] if not self.many_ and scores.shape[1] == 2 else scores

    def _scores(self, X: ArrayLike) -> Floats:
        check_is_fitted(self)
        rows = validate_data(self, X, accept_sparse="csr", reset=False, dtype=np.float64)
        return np.asarray(rows @ self.coef_.T + self.intercept_)

    def predict_proba(self, X: ArrayLike) -> Floats:
        """Give probabilities (rows, classes); they add up to 1 where rows have one label."""
        chances = 1 / (1 + np.exp(-np.clip(self._scores(X), -30, 30)))
        return chances if self.many_ else chances / chances.sum(axis=1, keepdims=True)

    def predict(self, X: ArrayLike) -> NDArray[np.generic]:
        """Give the likeliest class (rows,), or an indicator matrix (rows, classes)."""
        chances = self.predict_proba(X)
        if self.many_:
            return (chances >= 0.5).astype(np.int64)
        return np.asarray(self.classes_[np.argmax(chances, axis=1)])

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.classifier_tags.multi_label = True
        return tags


def weights_of(vectoriser: NgramVectoriser, classifier: OneVsRest) -> Weights:
    """Give the parameters of a fitted pair in the form that coding reads."""
    return Weights(
        features=vectoriser.features_,
        idf=np.asarray(vectoriser.idf_, dtype=np.float32),
        coef=np.asarray(classifier.coef_.T, dtype=np.float32),
        bias=np.asarray(classifier.intercept_, dtype=np.float32),
    )
