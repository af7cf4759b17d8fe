"""The HTML report.

The golden file is compared without the insides of the charts, which differ between versions of the drawing library.
After a change that is meant, write it anew with ``UPDATE_GOLDEN=1 pytest tests/reporting/test_html.py`` and read the
difference before keeping it.
"""

import datetime
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from drijfveer.errors import SettingsError
from drijfveer.notes import note
from drijfveer.reporting import render_html
from drijfveer.scales import scale
from drijfveer.tables import DRIVERS, SCORE, SIGNALS

GOLDEN = Path(__file__).parents[1] / "golden" / "report_nl.html"
DATE = datetime.date(2026, 3, 1)
VOID = {"meta", "br", "hr", "img", "link", "input", "rect", "line", "path", "circle"}


class _Page(HTMLParser):
    """Collect elements, attributes and texts, and check that every element is closed where it should be."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.open, self.marks, self.quotes = [], [], [], []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "mark":
            self.marks.append("")
        if tag == "blockquote":
            self.quotes.append("")

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if "mark" in self.open:
            self.marks[-1] += data
        if "blockquote" in self.open:
            self.quotes[-1] += data

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def _without_drawings(page):
    return re.sub(r'(<svg role="img" aria-label="[^"]*").*?</svg>', r"\1></svg>", page, flags=re.DOTALL)


def test_the_report_is_as_it_was(findings):
    page = _without_drawings(render_html(findings, language="nl", date=DATE))
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(page, encoding="utf-8", newline="\n")
    assert page == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_same_findings_give_the_same_page(findings, language):
    assert render_html(findings, language=language) == render_html(findings, language=language)


def test_the_page_needs_nothing_from_outside_and_runs_nothing(findings):
    page = render_html(findings)
    addresses = set(re.findall(r"https?://[^\s\"'<]+", page))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "url(" not in page
    assert "@import" not in page
    parsed = _Page(page)
    names = {name for name, _ in parsed.elements}
    assert not names & {"script", "link", "iframe", "object", "embed", "form", "img", "base", "use", "image"}
    for _, attributes in parsed.elements:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "srcset", "style")]
        assert attributes.get("href", "#").startswith("#")
    policy = next(meta["content"] for meta in parsed.all("meta") if meta.get("http-equiv"))
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


NASTY = '<script>alert("1")</script>\'"&amp;<img src=x onerror=alert(2)>{{ 7 * 7 }}'


def test_foreign_text_is_never_markup(build, codebook, driver_rows):
    text = f"Te laat {NASTY} en dat was het."
    rows = [(NASTY, text, "nl", "comment", 3.0)]
    object.__setattr__(codebook.drivers[0].label, "nl", NASTY)
    findings = build(
        comment_rows=rows,
        mention_rows=[(NASTY, NASTY, "delivery.speed", "neg", 0.9)],
        name=NASTY,
        notes=(note("sheet_chosen", n=2, sheets=(NASTY, "b"), sheet=NASTY),),
        facts={NASTY: NASTY},
        columns={"text": NASTY, NASTY: NASTY},
        drivers=DRIVERS.frame(driver_rows),
        score=SCORE.frame([{"measure": NASTY, "value": 1.0, "n": 1, "method": "tango"}]),
    )
    page = render_html(findings, language="nl")
    parsed = _Page(page)
    assert not {"script", "img"} & {name for name, _ in parsed.elements}
    assert "<script" not in page
    assert "49" not in page.split("<main")[0]
    assert parsed.marks.count(NASTY) == 1, "the evidence is shown as it was written"
    assert text in parsed.quotes


def test_marks_and_quotes_reproduce_evidence_and_text(findings):
    parsed = _Page(render_html(findings))
    for evidence in findings.mentions["evidence"]:
        assert evidence in parsed.marks
    assert "Mooi op tijd!\nEn niet duur." in parsed.quotes
    assert "white-space: pre-line" in render_html(findings)


def test_hidden_bases_show_no_figures(findings):
    page = render_html(findings, language="nl")
    assert "77,7" not in page
    assert "99,9" not in page
    assert "100%" not in re.search(r"Locatie</a></th>.*?</tr>", page).group(0)


def test_figures_come_with_interval_and_base(findings):
    page = render_html(findings, language="nl")
    for part in ("+12,3", "95%-interval +4,0 tot +20,5", "n = 400", "Basis: 400 respondenten", "[−11,0; −5,5]"):
        assert part in page
    assert "niet gecorrigeerd voor codeerfouten" in page


def test_the_words_follow_the_settings_of_the_analysis(build):
    page = render_html(build(confidence=0.999, hidden_below=20, indicative_below=20), language="nl")
    assert "95%-interval" not in page
    assert "99,9%-interval +4,0 tot +20,5" in page
    assert "Bij minder dan 20 respondenten" in page
    assert "indicatief (†)" not in page, "no base is indicative here"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "nl",
            ("Segmenten (kolommen om naar uit te splitsen): &#39;Regio&#39;", "score-interval volgens Tango (1998)"),
        ),
        ("en", ("Segments (columns to break down by): &#39;Regio&#39;", "score interval by Tango")),
    ],
)
def test_notes_and_methods_are_said_in_the_language_of_the_report(findings, language, words):
    page = render_html(findings, language=language)
    assert all(part in page for part in words)


def test_the_page_can_be_read_by_a_screen_reader(findings):
    parsed = _Page(render_html(findings, language="en"))
    assert parsed.all("html") == [{"lang": "en"}]
    assert len(parsed.all("h1")) == 1
    assert len(parsed.all("caption")) == len(parsed.all("table"))
    assert all("scope" in attributes for attributes in parsed.all("th"))
    for drawing in parsed.all("svg"):
        assert drawing["role"] == "img"
        assert "Delivery" in drawing["aria-label"]
    ids = [attributes["id"] for _, attributes in parsed.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = {attributes["href"].removeprefix("#") for attributes in parsed.all("a")}
    assert links <= set(ids)
    assert {quote.get("lang") for quote in parsed.all("blockquote")} == {"nl", None}


def test_without_a_score_there_is_no_word_of_one(build):
    page = render_html(build(scale=None, score=SCORE.frame(pd.DataFrame(columns=SCORE.names))), language="en")
    assert "Without a score" in page
    assert "NPS" not in page
    assert "Impact" not in page
    assert page.count("<svg") == 1


@pytest.mark.parametrize("name", ["csat", "grade", "ces7_low"])
def test_nps_is_the_name_of_nps_only(build, name):
    assert "NPS" not in render_html(build(scale=scale(name), score=SCORE.frame([
        {"measure": scale(name).headline, "value": 4.0, "low": 3.5, "high": 4.5, "n": 50, "method": "student"}
    ])), language="nl")  # fmt: skip


@pytest.mark.parametrize("language", ["nl", "en"])
def test_hardly_anything_still_makes_a_page(build, driver_line, language):
    drivers = DRIVERS.frame([driver_line(name, 0, base="hidden") for name in ("delivery", "price", "location")])
    findings = build(
        comment_rows=[("1", "Niets.", "nl", "none", 7.0)],
        mention_rows=[],
        drivers=drivers,
        signals=SIGNALS.frame(pd.DataFrame(columns=SIGNALS.names)),
        counts={},
        notes=(),
        facts={},
    )
    page = render_html(findings, language=language, quotes=0)
    _Page(page)
    assert "<svg" not in page


def test_a_wrong_setting_is_refused(findings):
    with pytest.raises(SettingsError, match="'de'"):
        render_html(findings, language="de")
    with pytest.raises(SettingsError, match="-1; allowed is 0 or more"):
        render_html(findings, quotes=-1)
