"""Options: those that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from drijfveer.scales import scales

Language = Literal["nl", "en"]
Export = Annotated[Path, typer.Argument(metavar="EXPORT", help="The survey export: csv, tsv, xlsx, parquet or jsonl.")]
TextColumnName = Annotated[str | None, typer.Option("--text", help="Column with the comments.  [guessed]")]
ScoreName = Annotated[str | None, typer.Option("--score", help="Column with the score.  [guessed]")]
IdName = Annotated[str | None, typer.Option("--comment-id", help="Column with the ids.  [guessed, else row number]")]
DateName = Annotated[str | None, typer.Option("--date", help="Column with the date.  [guessed]")]
LanguageName = Annotated[str | None, typer.Option("--language", help="Column with the language.  [guessed]")]
WeightName = Annotated[str | None, typer.Option("--weight", help="Column with survey weights.  [guessed]")]
Segments = Annotated[
    list[str] | None, typer.Option("--segment", help="Column to break down by; may be repeated.  [guessed]")
]
ScaleName = Annotated[
    str | None, typer.Option("--scale", help=f"Scale of the score: {', '.join(scales())}.  [guessed]")
]
PromoterFrom = Annotated[
    float | None, typer.Option("--promoter-from", help="First score that makes a promoter.  [by scale]")
]
DetractorTo = Annotated[
    float | None, typer.Option("--detractor-to", help="Last score that makes a detractor.  [by scale]")
]
CommentLanguage = Annotated[
    Literal["auto", "nl", "en"], typer.Option("--comment-language", help="Language of the comments, if all are in one.")
]
Sheet = Annotated[str | None, typer.Option("--sheet", help="Sheet of an xlsx file.  [the first with data]")]
Delimiter = Annotated[str | None, typer.Option("--delimiter", help="Delimiter of a csv file.  [guessed]")]
Encoding = Annotated[str | None, typer.Option("--encoding", help="Encoding of a text file.  [guessed]")]
CodebookName = Annotated[str, typer.Option("--codebook", help="Codebook that ships, or the folder of your own.")]
Base = Annotated[
    Literal["commenters", "respondents"], typer.Option("--base", help="Who is in the base of the driver figures.")
]
Confidence = Annotated[float, typer.Option("--confidence", help="Confidence of the intervals, between 0 and 1.")]
Jobs = Annotated[int, typer.Option("--jobs", help="Processes to code with.")]
ReportLanguage = Annotated[
    Language | None,
    typer.Option("--report-language", help="Language of the report.  [that of most comments]"),
]
ModelName = Annotated[
    str, typer.Option("--model", help='Trained model: "default", "none" for rules alone, or the folder of your own.')
]
