"""Component: drijfveer as a part of any Dutch or English spaCy pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import srsly
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from drijfveer.codebook import read_codebook
from drijfveer.coding.coder import Coder
from drijfveer.coding.mention import Coding
from drijfveer.errors import SettingsError

DEFAULTS: dict[str, Any] = {"codebook": "customer", "model": "default", "spans_key": "drijfveer"}


class DrijfveerComponent:
    """Fill ``doc.spans["drijfveer"]`` with what a text says.

    Each span covers the evidence; ``label_`` is the theme and ``id_`` the polarity (pos, neg, neu). The group's
    ``attrs`` hold ``strength`` and ``confidence`` in the order of the spans, and ``signals`` as (signal, polarity,
    start, end) with offsets in characters. A text without mentions gets an empty group.
    """

    def __init__(self, language: str, *, codebook: str, model: str, spans_key: str) -> None:
        """Take the settings; the codebook is compiled when the first text comes."""
        self._language = language
        self._settings = {"codebook": codebook, "model": model, "spans_key": spans_key}
        self._coder: Coder | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Code one Doc."""
        return next(self.pipe([doc], batch_size=1))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 500) -> Iterator[Doc]:
        """Code a stream of Docs, batch by batch."""
        stream = iter(docs)
        while batch := list(islice(stream, batch_size)):
            codings = self._code([doc.text for doc in batch])
            for doc, coding in zip(batch, codings, strict=True):
                doc.spans[self._settings["spans_key"]] = _spans(doc, coding, self._settings["spans_key"])
                yield doc

    def _code(self, texts: list[str]) -> list[Coding]:
        if self._coder is None:
            self._coder = Coder(read_codebook(self._settings["codebook"]), models=self._settings["model"])
        return self._coder.code_all(texts, [self._language] * len(texts))

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:  # noqa: ARG002 - spaCy's interface
        """Give the settings as bytes; a codebook of your own is named by its folder, not copied."""
        return bytes(srsly.msgpack_dumps({"language": self._language, **self._settings}))

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> DrijfveerComponent:  # noqa: ARG002
        """Take the settings from bytes."""
        return self._load(srsly.msgpack_loads(data))

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002
        """Write the settings to a folder."""
        Path(path).mkdir(parents=True, exist_ok=True)
        srsly.write_json(Path(path) / "settings.json", {"language": self._language, **self._settings})

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> DrijfveerComponent:  # noqa: ARG002
        """Read the settings from a folder."""
        return self._load(srsly.read_json(Path(path) / "settings.json"))

    def _load(self, settings: Any) -> DrijfveerComponent:  # noqa: ANN401 - read from outside
        if not isinstance(settings, dict) or set(settings) != {"language", *DEFAULTS}:
            raise SettingsError("These are not settings of the drijfveer component. Save the pipeline again.")
        self._language = settings.pop("language")
        self._settings = settings
        self._coder = None
        return self


@Language.factory("drijfveer", default_config=DEFAULTS, assigns=["doc.spans"])
def make_component(nlp: Language, name: str, codebook: str, model: str, spans_key: str) -> DrijfveerComponent:
    """Make the component for a pipeline; raises SettingsError where its language is not nl or en."""
    if nlp.lang not in {"nl", "en"}:
        raise SettingsError(
            f"The pipeline's language is {nlp.lang!r}; {name} reads nl and en. Start from a Dutch or English pipeline."
        )
    return DrijfveerComponent(nlp.lang, codebook=codebook, model=model, spans_key=spans_key)


def _spans(doc: Doc, coding: Coding, key: str) -> SpanGroup:
    pairs = [
        (span, m)
        for m in coding.mentions
        if (span := doc.char_span(m.start, m.end, label=m.theme, span_id=m.polarity, alignment_mode="expand"))
    ]
    attrs = {
        "strength": [mention.strength for _, mention in pairs],
        "confidence": [mention.confidence for _, mention in pairs],
        "signals": [[signal.signal, signal.polarity, signal.start, signal.end] for signal in coding.signals],
    }
    return SpanGroup(doc, name=key, attrs=attrs, spans=[span for span, _ in pairs])
