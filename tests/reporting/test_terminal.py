"""The summary for the terminal."""

import io

import pandas as pd
import pytest
from rich.console import Console

from drijfveer.notes import note
from drijfveer.reporting import render_terminal
from drijfveer.tables import DRIVERS, MENTIONS, SCORE, SIGNALS


def _print(findings, width, language="en", **options):
    stream = io.StringIO()
    Console(file=stream, width=width, **options).print(render_terminal(findings, language=language))
    return stream.getvalue()


@pytest.mark.parametrize("width", [80, 100, 120, 140])
def test_each_driver_stands_on_one_line_within_the_width(findings, width):
    lines = _print(findings, width).splitlines()
    assert max(len(line) for line in lines) <= width
    (delivery,) = [line for line in lines if line.startswith("Delivery ") and "%" in line and "95%" not in line]
    assert "-8.2 [-11.0; -5.5]" in delivery
    assert "-32 [-43; -19]" in delivery
    assert delivery.rstrip().endswith("*")
    assert ("-41 [-53; -26]" in delivery) == (width >= 100)
    assert ("31% [26; 35]" in delivery) == (width >= 120)


def test_a_narrow_terminal_keeps_the_impact_whole(findings):
    lines = _print(findings, 50).splitlines()
    assert max(len(line) for line in lines) <= 50
    assert any(line.startswith("Delivery") and line.rstrip().endswith("-8.2 [-11.0; -5.5] *") for line in lines)


def test_only_the_columns_that_are_shown_are_explained(findings):
    assert "Cont.: content minus" in _print(findings, 80)
    narrow = _print(findings, 50)
    assert "Cont.:" not in narrow
    assert "Impact: NPS of the base" in narrow


def test_the_words_follow_the_settings_of_the_analysis(build):
    words = _print(build(confidence=0.9, hidden_below=5, indicative_below=50), 120)
    assert "NPS +12.3 (90% interval +4.0 to +20.5; n = 400)" in words
    assert "The 90% interval stands between brackets." in words
    assert "† Indicative: 5 to 49 respondents." in words
    assert "‡ Fewer than 5 respondents" in words
    assert "95%" not in words


def test_bases_are_marked_and_hidden_figures_left_out(findings):
    words = _print(findings, 100)
    hidden = next(line for line in words.splitlines() if line.startswith("Location"))
    assert "3‡" in hidden
    assert "77.7" not in words
    assert "99.9" not in words
    assert "12†" in words
    assert "† Indicative: 10 to 29 respondents." in words
    assert "‡ Fewer than 10 respondents: figures left out." in words


def test_it_says_what_was_read_and_how_much_of_it(findings):
    words = _print(findings, 120)
    for part in (
        "File: klanten 2026.csv",
        "comment = Toelichting, score = Cijfer",
        "Scale: NPS (0-10)",
        "NPS +12.3 (95% interval +4.0 to +20.5; n = 400)",
        "Churn risk in 1 of 5 (20%)",
        "Comments: 5 of 7 rows; non-answers: 1; empty: 1; comments without a driver: 1 (20%)",
        "Dutch 4 (80%), English 1 (20%)",
        "- Segments (columns to break down by): 'Regio'.",
    ):
        assert part in words


def test_the_base_is_named_with_its_score(build, findings):
    score = pd.concat([findings.score, findings.score.assign(measure="nps_commenters", value=10.0)])
    said = "Base: 400 respondents (those who gave a comment or a non-answer and have a score). Their NPS is +10.0."
    assert said in _print(build(score=score), 140)
    said = "Base: 400 respondents (those who have a score, with or without a comment). Their NPS is +12.3."
    assert said in _print(build(score=score, base="respondents"), 140)


def test_dutch_has_decimal_commas(findings):
    words = _print(findings, 100, "nl")
    assert "-8,2 [-11,0; -5,5]" in words
    assert "95%-interval +4,0 tot +20,5" in words


def test_plain_output_survives_an_old_code_page(findings):
    words = _print(findings, 80)
    assert "\x1b" not in words
    assert words.replace("─", "-").encode("cp1252")


def test_names_cannot_give_orders_to_the_terminal(build):
    sheet = note("sheet_chosen", n=2, sheets=("a", "b"), sheet="[bold]x[/bold]")
    words = _print(build(name="[red]a\x1b[2Jb\nc", notes=(sheet,)), 100, force_terminal=True, no_color=True)
    assert "File: [red]a [2Jb c" in words
    assert "[bold]x[/bold]" in words
    assert "\x1b[2J" not in words


def test_long_names_are_folded_by_word_and_figures_never(build, codebook, driver_rows):
    drivers = DRIVERS.frame(driver_rows)
    label = "Verwachtingen, beloftes en afspraken die niet worden nagekomen"
    object.__setattr__(codebook.drivers[0].label, "en", label)
    words = _print(build(drivers=drivers), 80)
    assert "-8.2 [-11.0; -5.5]" in words
    assert max(len(line) for line in words.splitlines()) <= 80


def test_nothing_at_all_still_makes_a_summary(build):
    empty = {
        "mention_rows": [],
        "comment_rows": [("1", "", "unknown", "empty", None)],
        "score": SCORE.frame(pd.DataFrame(columns=SCORE.names)),
        "drivers": DRIVERS.frame(pd.DataFrame(columns=DRIVERS.names)),
        "signals": SIGNALS.frame(pd.DataFrame(columns=SIGNALS.names)),
        "scale": None,
        "counts": {},
        "notes": (),
    }
    findings = build(**empty)
    assert len(findings.mentions) == 0
    assert list(findings.mentions.columns) == MENTIONS.names
    words = _print(findings, 80)
    assert "Without a score" in words
    assert "Comments: 0 of 1 rows" in words
