"""Coder: codes texts of any language that the codebook has terms for, with rules and a trained model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from drijfveer.codebook import Codebook
from drijfveer.coding.draft import Draft
from drijfveer.coding.judge import DriverModel, Judge
from drijfveer.coding.mention import Coding
from drijfveer.coding.reader import Reader
from drijfveer.coding.store import Model, find_models, read_model
from drijfveer.coding.words import normalise
from drijfveer.errors import ModelError, SettingsError

_FAMILIAR = 0.5  # share of the words that must be known before a text of unknown language is coded


@dataclass(frozen=True)
class Explanation:
    """Hold a coding with what led to it.

    ``language`` is that it was read in, "" for none; ``rules`` and ``model`` are what either alone makes of the text
    (the lexicon of praise and blame has its say on polarity in both); ``probabilities`` are those of every theme, the
    likeliest first, and empty without a model.
    """

    coding: Coding
    language: str
    rules: Coding
    model: Coding
    probabilities: Mapping[str, float]


class Coder:
    """Code texts with a codebook's rules and, per language, a trained model."""

    def __init__(
        self,
        codebook: Codebook,
        *,
        models: str | Path | Mapping[str, Model] = "default",
        driver_model: DriverModel | None = None,
    ) -> None:
        """Take the codebook and the models.

        ``models`` is "default" for those that ship, "none" for rules alone, a folder that ``drijfveer train`` wrote,
        or models by language. ``driver_model`` is one of your own, asked in place of the n-grams; a theme that is
        not among its ``classes_`` then rests on the rules. What a language needs is made when it is first met.
        Raises ModelError where a model cannot be read, and SettingsError where there is none to weigh a driver model
        of your own with.
        """
        if driver_model is not None and models == "none":
            raise SettingsError(
                "A driver model is weighed against the rules by a trained model; do not leave those out."
            )
        self._codebook = codebook
        self._models = find_models(models, list(codebook.terms)) if isinstance(models, str | Path) else models
        self._driver_model = driver_model
        self._readers: dict[str, Reader] = {}
        self._judges: dict[str, Judge | None] = {}

    def code(self, text: str, language: str = "unknown") -> Coding:
        """Code one text; see ``code_all``."""
        return self.code_all([text], [language])[0]

    def code_all(self, texts: Sequence[str], languages: Sequence[str]) -> list[Coding]:
        """Code texts, each in its language; what stands beside a text makes no difference to it.

        A text of unknown language ("Top", "Super service") is read in the language in which most of its words are
        known, Dutch before English; it is left uncoded where fewer than half of them are.
        """
        codings = [Coding(text, (), (), ()) for text in texts]
        spoken = [self._language(text, language) for text, language in zip(texts, languages, strict=True)]
        for language in dict.fromkeys(filter(None, spoken)):
            rows = [row for row, name in enumerate(spoken) if name == language]
            drafts = [self._reader(language).draft(texts[row]) for row in rows]
            for row, coding in zip(rows, self._decide(drafts, language), strict=True):
                codings[row] = coding
        return codings

    def explain(self, text: str, language: str = "unknown") -> Explanation:
        """Code one text and tell what led to each code, and how likely every theme was."""
        spoken = self._language(text, language)
        if not spoken:
            empty = Coding(text, (), (), ())
            return Explanation(empty, "", empty, empty, {})
        draft = self._reader(spoken).draft(text)
        judge = self._judge_of(spoken)
        return Explanation(
            coding=self._decide([draft], spoken)[0],
            language=spoken,
            rules=draft.coding,
            model=self._decide([draft.without_mentions], spoken)[0],
            probabilities=judge.probabilities(draft) if judge else {},
        )

    def _decide(self, drafts: Sequence[Draft], language: str) -> list[Coding]:
        judge = self._judge_of(language)
        if judge is None:
            return [draft.coding for draft in drafts]
        decided = judge.decide(drafts)
        return [draft.decide(mentions) for draft, mentions in zip(drafts, decided, strict=True)]

    def _reader(self, language: str) -> Reader:
        if language not in self._readers:
            self._readers[language] = Reader(self._codebook, language)
        return self._readers[language]

    def _judge_of(self, language: str) -> Judge | None:
        if language not in self._judges:
            model = self._models.get(language)
            if isinstance(model, Path):
                model = read_model(model)
            if model is not None and model.language != language:
                raise ModelError(f"The model given for {language} is one for {model.language}. Give the right one.")
            self._judges[language] = None if model is None else Judge(model, self._codebook, self._driver_model)
        return self._judges[language]

    def _language(self, text: str, language: str) -> str:
        """Give the language to read a text in, or "" where none will do."""
        if language in self._codebook.terms:
            return language
        forms = [form for form in (normalise(word).strip(".,!?;:()-\"'") for word in text.split()) if form]
        best, most = "", 0.0
        for name in self._codebook.terms:
            known = sum(map(self._reader(name).knows, forms))
            if forms and known / len(forms) > max(most, _FAMILIAR - 1e-9):
                best, most = name, known / len(forms)
        return best
