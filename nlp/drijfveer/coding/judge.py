"""Judge: decides which themes a comment speaks of and how content it is, from the rules' draft and a model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from drijfveer.codebook import Codebook
from drijfveer.coding.draft import Draft
from drijfveer.coding.fusion import Scores, polarity_evidence, theme_evidence
from drijfveer.coding.linear import LinearScorer
from drijfveer.coding.mention import Mention
from drijfveer.coding.store import Model
from drijfveer.errors import ModelError
from drijfveer.tables import POLARITIES

Floats = NDArray[np.float32]
_WORDS_SHOWN = 4  # words that spoke for a theme, in a reason
_SURE = 1e-4  # no probability of a model is taken for surer than this


class DriverModel(Protocol):
    """Say what a driver model must offer: a probability for every theme in ``classes_``, any number of them true."""

    classes_: Sequence[str]

    def predict_proba(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - an array of any library
        """Give probabilities (texts, classes)."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    draft: int
    theme: int
    probability: float
    mention: Mention


class Judge:
    """Weigh drafts with a model; what stands beside a draft in a batch makes no difference to it."""

    def __init__(self, model: Model, codebook: Codebook, driver_model: DriverModel | None = None) -> None:
        """Take the model, the codebook (no theme is added that it lacks) and a driver model to ask in its place."""
        self._themes = list(model.fusion.themes)
        self._column = {theme: number for number, theme in enumerate(self._themes)}
        absent = np.array([theme not in codebook.themes for theme in self._themes])
        self._fusion = replace(model.fusion, add=np.where(absent, np.float32(np.inf), model.fusion.add))
        self._catch_all = codebook.catch_all
        self._scorer = LinearScorer(model.weights)
        self._driver_model = driver_model
        if driver_model is not None and not set(driver_model.classes_) & set(self._themes):
            raise ModelError(
                f"None of the driver model's classes_ ({list(driver_model.classes_)[:5]}) is a theme. "
                "They must be ids of themes, such as delivery.speed."
            )

    def decide(self, drafts: Sequence[Draft]) -> list[tuple[Mention, ...]]:
        """Give the mentions of each draft, in the order of the text."""
        if not drafts:
            return []
        scores, polarity = self._score(drafts)
        chances = self._fusion.theme_probability(theme_evidence(drafts, scores, self._themes))
        candidates = [
            candidate
            for number, draft in enumerate(drafts)
            for candidate in self._candidates(number, draft, chances[number], scores)
        ]
        decided: list[list[Mention]] = [[] for _ in drafts]
        for candidate, mention in zip(candidates, self._weigh_polarity(candidates, drafts, polarity), strict=True):
            decided[candidate.draft].append(mention)
        return [
            _best([*mentions, *self._unknown(draft)]) for mentions, draft in zip(decided, drafts, strict=True)
        ]  # fmt: skip

    def probabilities(self, draft: Draft) -> dict[str, float]:
        """Give the probability of every theme for one draft, the likeliest first."""
        scores, _ = self._score([draft])
        chances = self._fusion.theme_probability(theme_evidence([draft], scores, self._themes))[0]
        ranked = sorted(zip(self._themes, chances.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
        return {theme: round(chance, 3) for theme, chance in ranked}

    def _score(self, drafts: Sequence[Draft]) -> tuple[Scores, Scores]:
        units = [draft.unit_forms for draft in drafts]
        of = np.repeat(np.arange(len(drafts)), [len(forms) for forms in units])
        whole, parts = self._scorer.score_parts(list(chain.from_iterable(units)), of, len(drafts))
        themes = len(self._themes)
        polarity = Scores(whole[:, themes:], parts[:, themes:], of)
        if self._driver_model is None:
            return Scores(whole[:, :themes], parts[:, :themes], of), polarity
        texts = [draft.words.text for draft in drafts]
        spans = [draft.words.text[start:end] for draft in drafts for start, end in draft.unit_bounds]
        return Scores(self._ask(self._driver_model, texts), self._ask(self._driver_model, spans), of), polarity

    def _ask(self, model: DriverModel, texts: Sequence[str]) -> Floats:
        """Ask the user's driver model; a theme that it does not know has no chance by it."""
        odds = np.full((len(texts), len(self._themes)), np.log(_SURE), dtype=np.float32)
        if texts:
            chances = np.asarray(model.predict_proba(texts), dtype=np.float64)
            shape = (len(texts), len(model.classes_))
            if chances.shape != shape or not ((chances >= 0) & (chances <= 1)).all():
                raise ModelError(
                    f"predict_proba gave {chances.shape}; it must give probabilities from 0 to 1 of the shape {shape}."
                )
            chances = np.clip(chances, _SURE, 1 - _SURE)
            for number, theme in enumerate(model.classes_):
                if theme in self._column:
                    odds[:, self._column[theme]] = np.log(chances[:, number] / (1 - chances[:, number]))
        return odds

    def _candidates(self, number: int, draft: Draft, chances: Floats, scores: Scores) -> list[_Candidate]:
        """List what reaches its threshold; the catch-all only where nothing else does."""
        given = {self._column.get(mention.theme): mention for mention in draft.mentions}
        kept = [
            (column, mention)
            for mention in draft.mentions
            for column in [self._column.get(mention.theme)]
            if column is not None and chances[column] >= self._fusion.keep[column]
        ]
        added = [column for column in np.flatnonzero(chances >= self._fusion.add).tolist() if column not in given]
        columns = {column for column, _ in kept} | set(added) if len(draft.words) else set()
        if len(columns) > 1 or self._unknown(draft):
            columns.discard(self._column.get(self._catch_all))
        return [
            *(_Candidate(number, column, float(chances[column]), mention) for column, mention in kept
              if column in columns),
            *(_Candidate(number, column, float(chances[column]), self._add(column, number, draft, scores))
              for column in added if column in columns),
        ]  # fmt: skip

    def _unknown(self, draft: Draft) -> list[Mention]:
        """List the rules' mentions of themes that the model was not trained on; they stand as they are."""
        return [mention for mention in draft.mentions if mention.theme not in self._column]

    def _add(self, theme: int, number: int, draft: Draft, scores: Scores) -> Mention:
        """Make a mention of the model's own, with the words that spoke for it most as evidence."""
        rows = np.flatnonzero(scores.of == number)
        unit = int(np.argmax(scores.units[rows, theme]))
        places = [place for place, other in enumerate(draft.units) if other == unit]
        if self._driver_model is None:
            shares = self._scorer.contributions([draft.words.forms[place] for place in places], theme)
            first, last = _heaviest_run(shares)
            ranked = sorted(range(len(places)), key=lambda place: -shares[place])[:_WORDS_SHOWN]
            shown = [draft.words.forms[places[place]] for place in sorted(ranked) if shares[place] > 0]
            reason = f"words: {', '.join(shown)}"
        else:
            first, last, reason = 0, len(places) - 1, f"model: {type(self._driver_model).__name__}"
        return Mention(
            unit=unit,
            start=draft.words.starts[places[first]],
            end=draft.words.ends[places[last]],
            theme=self._themes[theme],
            polarity="",
            strength=0.0,
            confidence=0.0,
            reasons=(reason,),
            source="model",
        )

    def _weigh_polarity(
        self, candidates: Sequence[_Candidate], drafts: Sequence[Draft], polarity: Scores
    ) -> Iterator[Mention]:
        if not candidates:
            return
        first = np.searchsorted(polarity.of, np.arange(len(drafts)))  # the first unit of each comment
        evidence = [
            polarity_evidence(
                candidate.mention,
                drafts[candidate.draft],
                polarity.units[first[candidate.draft] + candidate.mention.unit],
                polarity.comments[candidate.draft],
            )
            for candidate in candidates
        ]
        chances = self._fusion.polarity_probability(evidence, [candidate.theme for candidate in candidates])
        for candidate, chance in zip(candidates, chances.tolist(), strict=True):
            yield _decide_polarity(candidate, chance)


def _decide_polarity(candidate: _Candidate, chances: Sequence[float]) -> Mention:
    """Give the candidate its likeliest polarity; strength stays the rules' own where they agree."""
    mention = candidate.mention
    likeliest = max(range(len(POLARITIES)), key=lambda number: chances[number])
    polarity = POLARITIES[likeliest]
    agrees = polarity == mention.polarity
    balance = chances[POLARITIES.index("pos")] - chances[POLARITIES.index("neg")]
    reasons = mention.reasons if agrees else (*mention.reasons, f"polarity: model ({chances[likeliest]:.2f})")
    return Mention(
        unit=mention.unit,
        start=mention.start,
        end=mention.end,
        theme=mention.theme,
        polarity=polarity,
        strength=mention.strength if agrees else round(0.0 if polarity == "neu" else balance, 3),
        confidence=round(candidate.probability * chances[likeliest], 3),
        reasons=reasons,
        source=mention.source,
    )


def _heaviest_run(shares: Floats) -> tuple[int, int]:
    """Find the words in a row that add most: the first and the last of them (Kadane's algorithm)."""
    best, best_bounds = -np.inf, (0, 0)
    total, start = 0.0, 0
    for place, share in enumerate(shares.tolist()):
        if total <= 0:
            total, start = 0.0, place
        total += share
        if total > best:
            best, best_bounds = total, (start, place)
    return best_bounds


def _best(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Keep the surest evidence per theme and polarity, no "neu" beside a judgement, in the order of the text."""
    best: dict[tuple[str, str], Mention] = {}
    for mention in mentions:
        key = (mention.theme, mention.polarity)
        if key not in best or _rank(mention) > _rank(best[key]):
            best[key] = mention
    judged = {theme for theme, polarity in best if polarity != "neu"}
    kept = [m for (theme, polarity), m in best.items() if polarity != "neu" or theme not in judged]
    return tuple(sorted(kept, key=lambda mention: (mention.start, mention.theme, mention.polarity)))


def _rank(mention: Mention) -> tuple[float, float, int]:
    return (mention.confidence, abs(mention.strength), -mention.start)
