"""Linear: a linear model over n-grams, fast since what a word adds is worked out once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from drijfveer.coding.ngrams import pair_feature, word_features

Floats = NDArray[np.float32]
_MOST_WORDS = 200_000  # words and pairs whose sums are kept; beyond it they are worked out anew


@dataclass(frozen=True, slots=True)
class Weights:
    """Hold a linear model's parameters: ``features`` (row by name), ``idf`` (F), ``coef`` (F, C) and ``bias`` (C)."""

    features: Mapping[str, int]
    idf: Floats
    coef: Floats
    bias: Floats


class LinearScorer:
    """Score texts, given as words, per class; a text's features are scaled to length 1.

    The score is the log-odds of a one-vs-rest logistic model: bias + sum(x * coef), where x is 1 x idf for every
    feature of every different word and pair, over the root of the sum of their squares.
    """

    def __init__(self, weights: Weights) -> None:
        """Take the weights; nothing is worked out before a word is met."""
        self._weights = weights
        self._rows: dict[str, int] = {}
        classes = weights.bias.shape[0]
        self._sums = np.zeros((1024, classes + 1), dtype=np.float32)  # the last column holds the sum of squares

    def score(self, texts: Sequence[Sequence[str]]) -> Floats:
        """Give the log-odds (texts, classes); a text's score does not hang on the texts beside it."""
        return self._odds(self._add_up(texts))

    def score_parts(self, parts: Sequence[Sequence[str]], of: NDArray[np.intp], texts: int) -> tuple[Floats, Floats]:
        """Give the log-odds of texts and of their parts; ``of`` is the text of each part, in rising order.

        A text has the features of its parts, added up.
        """
        sums = self._add_up(parts)
        totals = np.zeros((texts, sums.shape[1]), dtype=np.float32)
        if len(of):
            starts = np.flatnonzero(np.diff(of, prepend=-1))
            totals[of[starts]] = np.add.reduceat(sums, starts, axis=0)
        return self._odds(totals), self._odds(sums)

    def contributions(self, forms: Sequence[str], column: int) -> Floats:
        """Give what each word adds to the score of a class (words); a pair counts half for each of its words."""
        rows = [self._row(form) for form in forms]  # first, since the table of sums may grow by it
        sums = self._sums[rows]
        shares, squares = sums[:, column].copy(), float(sums[:, -1].sum())
        first = {form: position for position, form in reversed(list(enumerate(forms)))}
        for position, form in enumerate(forms):
            if first[form] != position:
                shares[position], squares = 0.0, squares - float(sums[position, -1])
        seen: set[str] = set()
        for position, (one, other) in enumerate(pairwise(forms)):
            pair = pair_feature(one, other)
            if pair in self._weights.features and pair not in seen:
                seen.add(pair)
                row = self._sums[self._row(pair)]
                shares[position : position + 2] += row[column] / 2
                squares += float(row[-1])
        return np.asarray(shares / np.sqrt(max(squares, 1e-12)), dtype=np.float32)

    def _add_up(self, texts: Sequence[Sequence[str]]) -> Floats:
        """Add up the rows of each text: classes, and in the last column the squares."""
        if len(self._rows) > _MOST_WORDS:
            self._rows.clear()
        rows = [self._rows_of(forms) for forms in texts]
        lengths = np.fromiter(map(len, rows), dtype=np.intp, count=len(rows))
        flat = np.fromiter(chain.from_iterable(rows), dtype=np.intp, count=int(lengths.sum()))
        totals = np.zeros((len(rows), self._sums.shape[1]), dtype=np.float32)
        filled = np.flatnonzero(lengths)
        if filled.size:
            starts = np.concatenate(([0], np.cumsum(lengths[filled])[:-1]))
            totals[filled] = np.add.reduceat(self._sums[flat], starts, axis=0)
        return totals

    def _odds(self, totals: Floats) -> Floats:
        scaled = totals[:, :-1] / np.sqrt(np.maximum(totals[:, -1:], 1e-12))
        return np.asarray(scaled + self._weights.bias, dtype=np.float32)

    def _rows_of(self, forms: Sequence[str]) -> list[int]:
        """List the rows of the different words and known pairs, in their order, so that sums are always the same."""
        rows, features = self._rows, self._weights.features
        keys = dict.fromkeys(forms)
        keys.update(dict.fromkeys(pair for pair in map(pair_feature, forms, forms[1:]) if pair in features))
        return [rows[key] if key in rows else self._row(key) for key in keys]

    def _row(self, key: str) -> int:
        """Find the row of a word or pair among the sums; work it out where it is new."""
        if key in self._rows:
            return self._rows[key]
        row = len(self._rows)
        if row == len(self._sums):
            self._sums = np.concatenate((self._sums, np.zeros_like(self._sums)))
        weights = self._weights
        names = (key,) if " " in key else word_features(key)
        found = [weights.features[name] for name in names if name in weights.features]
        idf = weights.idf[found]
        self._sums[row, :-1] = idf @ weights.coef[found]
        self._sums[row, -1] = idf @ idf
        self._rows[key] = row  # last, so that a run that is broken off leaves no word without its sums
        return row
