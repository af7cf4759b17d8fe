"""Analysis: the order of the stages, from an export to its findings. Nothing else knows it."""

from __future__ import annotations

import datetime
import json
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib import metadata, resources
from pathlib import Path

import pandas as pd

from drijfveer.codebook import Codebook, read_codebook
from drijfveer.coding import Coder, Explanation, code_comments, lexicon_hash, model_hashes
from drijfveer.errors import InputError
from drijfveer.intake import Export, read_comments
from drijfveer.reporting import Findings, render_html, render_terminal
from drijfveer.reporting.files import check_folder, write_table, write_text
from drijfveer.scales import Scale
from drijfveer.settings import Settings

Source = str | Path | pd.DataFrame
Progress = Callable[[str, int, int], None]  # stage, done, all

_PACKAGES = ("pandas", "spacy", "scipy", "statsmodels", "ftfy")


@dataclass(frozen=True)
class Analysis:
    """Hold what an export says: tables from comments to drivers, and how they came about.

    ``drivers`` and ``themes`` are the two levels of the table DRIVERS; all tables are described, column by column,
    in ``drijfveer.tables``.
    """

    export: Export
    mentions: pd.DataFrame
    signals: pd.DataFrame
    score: pd.DataFrame
    linked: pd.DataFrame
    codebook: Codebook
    settings: Settings

    @property
    def comments(self) -> pd.DataFrame:
        """Give the comments, one row per respondent of the export."""
        return self.export.comments

    @property
    def scale(self) -> Scale | None:
        """Give the scale of the score, or None where the export has no score."""
        return self.export.scale

    @cached_property
    def drivers(self) -> pd.DataFrame:
        """Give the figures per driver."""
        return self._level("driver").drop(columns=["level", "theme"])

    @cached_property
    def themes(self) -> pd.DataFrame:
        """Give the figures per theme."""
        return self._level("theme").drop(columns="level")

    def _level(self, level: str) -> pd.DataFrame:
        return self.linked[self.linked["level"] == level].reset_index(drop=True)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Count rows and comments at every stage."""
        account = {key: value for key, value in asdict(self.export.account).items() if isinstance(value, int)}
        return {
            **account,
            "with_mention": self.mentions["comment_id"].nunique(),
            "mentions": len(self.mentions),
            "signals": len(self.signals),
        }

    @cached_property
    def facts(self) -> Mapping[str, str]:
        """Tell versions and hashes: what is needed to get the same figures again."""
        return {
            "drijfveer": metadata.version("drijfveer"),
            "codebook": f"{self.codebook.id} {self.codebook.version} ({self.codebook.hash})",
            "lexicon": lexicon_hash(),
            "model": ", ".join(f"{language} {digest}" for language, digest in self._models.items()) or "none",
            "python": platform.python_version(),
            **{package: metadata.version(package) for package in _PACKAGES},
        }

    @cached_property
    def _models(self) -> Mapping[str, str]:
        return model_hashes(self.settings.model, list(self.codebook.terms))

    @cached_property
    def _coder(self) -> Coder:
        return Coder(self.codebook, models=self.settings.model)

    @cached_property
    def language(self) -> str:
        """Give the language most comments are in: nl or en; nl where none is known."""
        counts = self.comments["language"].value_counts()
        return "en" if counts.get("en", 0) > counts.get("nl", 0) else "nl"

    def explain(self, comment_id: str) -> Explanation:
        """Code one comment again and tell what led to each code; raises InputError for an unknown id.

        The mentions are those of the table, with their reasons (term, praise or blame, negation, words that spoke
        for a theme), beside what the rules alone would say and the probability of every theme.
        """
        rows = self.comments[self.comments["comment_id"] == str(comment_id)]
        if rows.empty:
            examples = ", ".join(self.comments["comment_id"].head(3))
            raise InputError(f"There is no comment {comment_id!r} in {self.export.name}. Ids look like: {examples}.")
        row = rows.iloc[0]
        return self._coder.explain(row["text"], row["language"])

    def to_html(
        self,
        path: str | Path | None = None,
        *,
        language: str | None = None,
        date: datetime.date | None = None,
        quotes: int = 6,
    ) -> str:
        """Make the report, in nl or en, and write it where a path is given; returns the HTML.

        The same analysis and date give the same bytes. Raises OutputError where it cannot be written.
        """
        html = render_html(self.findings, language=language or self.language, date=date, quotes=quotes)
        if path is not None:
            write_text(html, path)
        return html

    def save(self, folder: str | Path, *, language: str | None = None, date: datetime.date | None = None) -> None:
        """Write all results to a folder: tables, report.html and analysis.json; raises OutputError.

        Files of an earlier analysis are replaced; other files are left alone.
        """
        place = check_folder(folder)
        write_table(self.comments, place / "comments.parquet")
        write_table(self.mentions, place / "mentions.parquet")
        write_table(self.signals, place / "signals.parquet")
        write_table(self.linked, place / "drivers.csv")
        self.to_html(place / "report.html", language=language, date=date)
        write_text(self.to_json(), place / "analysis.json")

    def to_json(self) -> str:
        """Tell in JSON how the figures came about: settings, columns, versions, counts, score and notes."""
        record = {
            "export": self.export.name,
            "columns": asdict(self.export.columns),
            "scale": None if self.scale is None else asdict(self.scale),
            "settings": asdict(self.settings),
            "versions": dict(self.facts),
            "counts": dict(self.counts),
            "languages": dict(self.export.account.languages),
            "score": json.loads(self.score.to_json(orient="records")),
            "notes": [{"key": note.key, "text": note.text("en")} for note in self.export.notes],
        }
        return json.dumps(record, indent=2, ensure_ascii=False) + "\n"

    @cached_property
    def findings(self) -> Findings:
        """Give what a report is made from."""
        columns = asdict(self.export.columns)
        segments = ", ".join(columns.pop("segments"))
        columns = {role: column for role, column in {**columns, "segments": segments}.items() if column}
        return Findings(
            name=self.export.name,
            comments=self.comments,
            mentions=self.mentions,
            signals=self.signals,
            score=self.score,
            drivers=self.linked,
            codebook=self.codebook,
            scale=self.scale,
            counts=self.counts,
            notes=self.export.notes,
            facts=self.facts,
            columns=columns,
            base=self.settings.base,
            confidence=self.settings.confidence,
            hidden_below=self.settings.hidden_below,
            indicative_below=self.settings.indicative_below,
        )

    def __rich__(self) -> object:
        """Show the summary in a terminal that rich writes to."""
        return render_terminal(self.findings, language=self.language)

    def _repr_html_(self) -> str:
        """Show the report in a notebook, within a frame of its own."""
        page = self.to_html().replace("&", "&amp;").replace('"', "&quot;")
        return f'<iframe srcdoc="{page}" style="width:100%;height:720px;border:0" sandbox></iframe>'


def analyse(
    source: Source,
    *,
    text: str | None = None,
    score: str | None = None,
    comment_id: str | None = None,
    date: str | None = None,
    language: str | None = None,
    weight: str | None = None,
    segments: Sequence[str] | None = None,
    scale: str | None = None,
    promoter_from: float | None = None,
    detractor_to: float | None = None,
    codebook: str = "customer",
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Analysis:
    """Analyse an export: read, code and link it.

    ``source`` is a path (csv, tsv, xlsx, parquet, jsonl) or a DataFrame. Columns and scale that are not given are
    guessed, and said in ``analysis.export.notes``. All choices there are stand in ``Settings``; pass those instead
    of the keywords where more are needed. Raises InputError, SettingsError or CodebookError, in words for people.
    """
    chosen = settings or Settings(
        text=text,
        score=score,
        comment_id=comment_id,
        date=date,
        language=language,
        weight=weight,
        segments=None if segments is None else tuple(segments),
        scale=scale,
        promoter_from=promoter_from,
        detractor_to=detractor_to,
        codebook=codebook,
    )
    # Here, since scipy and statsmodels take longer to load than all else.
    from drijfveer.linking import link_drivers, summarise_score

    book = read_codebook(chosen.codebook)
    export = _read(source, chosen, score_required=True, progress=progress)
    coded = code_comments(
        export.comments, Coder(book, models=chosen.model), jobs=chosen.jobs, progress=_counter(export, progress)
    )
    if export.scale is None:
        raise InputError(f"{export.name} has no score; classify codes comments without one.")
    if progress:
        progress("linking", 0, 0)
    return Analysis(
        export=export,
        mentions=coded.mentions,
        signals=coded.signals,
        score=summarise_score(export.comments, export.scale, confidence=chosen.confidence),
        linked=link_drivers(
            export.comments,
            coded.mentions,
            book,
            base=chosen.base,
            confidence=chosen.confidence,
            hidden_below=chosen.hidden_below,
            indicative_below=chosen.indicative_below,
        ),
        codebook=book,
        settings=chosen,
    )


@dataclass(frozen=True)
class Classification:
    """Hold coded comments: the export as it was read, with its mentions and signals."""

    export: Export
    mentions: pd.DataFrame
    signals: pd.DataFrame


def classify(
    source: Source,
    *,
    text: str | None = None,
    codebook: str = "customer",
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Classification:
    """Code the comments of an export, which need not have a score.

    Arguments and errors are those of ``analyse``.
    """
    chosen = settings or Settings(text=text, codebook=codebook)
    book = read_codebook(chosen.codebook)
    export = _read(source, chosen, score_required=False, progress=progress)
    coded = code_comments(
        export.comments, Coder(book, models=chosen.model), jobs=chosen.jobs, progress=_counter(export, progress)
    )
    return Classification(export, coded.mentions, coded.signals)


def _read(source: Source, settings: Settings, *, score_required: bool, progress: Progress | None) -> Export:
    if progress:
        progress("reading", 0, 0)
    return read_comments(
        source,
        text=settings.text,
        score=settings.score,
        comment_id=settings.comment_id,
        date=settings.date,
        language=settings.language,
        weight=settings.weight,
        segments=settings.segments,
        scale=settings.scale,
        promoter_from=settings.promoter_from,
        detractor_to=settings.detractor_to,
        comment_language=settings.comment_language,
        sheet=settings.sheet,
        delimiter=settings.delimiter,
        encoding=settings.encoding,
        score_required=score_required,
    )


def _counter(export: Export, progress: Progress | None) -> Callable[[int], None] | None:
    if progress is None:
        return None
    done = 0
    total = export.account.comments

    def count(more: int) -> None:
        nonlocal done
        done += more
        progress("coding", done, total)

    return count


def sample_path() -> Path:
    """Give the path of the survey export that ships: a fictitious energy and web-shop group."""
    return Path(str(resources.files("drijfveer").joinpath("sample").joinpath("lichtveld.csv")))
