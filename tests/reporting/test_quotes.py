"""Choosing, cutting and marking quotes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drijfveer.errors import TableError
from drijfveer.reporting.quotes import Span, allot, mark_evidence, quote_drivers

LONG = "Eerst een verhaal dat nergens over gaat en maar doorgaat. " * 12


def _marks(pieces):
    return [(piece.text, piece.mark) for piece in pieces if piece.mark]


def test_marks_hold_exactly_the_evidence():
    text = "Veel te laat bezorgd, maar de bezorger was aardig."
    pieces = mark_evidence(text, [Span(0, 12, "neg"), Span(30, 49, "pos")])
    assert _marks(pieces) == [("Veel te laat", "neg"), ("bezorger was aardig", "pos")]
    assert "".join(piece.text for piece in pieces) == text


OVERLAPS = [
    # spans in "abcdefghij", marks
    ([Span(0, 5, "pos"), Span(3, 8, "pos")], [("abcdefgh", "pos")]),
    ([Span(0, 5, "pos"), Span(5, 8, "pos")], [("abcde", "pos"), ("fgh", "pos")]),
    ([Span(0, 5, "pos"), Span(3, 8, "neg")], [("abc", "pos"), ("defgh", "neg")]),
    ([Span(0, 9, "neu"), Span(3, 6, "pos")], [("abc", "neu"), ("def", "pos"), ("ghi", "neu")]),
    ([Span(2, 4, "neg"), Span(2, 4, "pos")], [("cd", "neg")]),
    ([Span(2, 4, "pos"), Span(2, 4, "pos")], [("cd", "pos")]),
]


@pytest.mark.parametrize(("spans", "marks"), OVERLAPS)
def test_overlapping_evidence_is_marked_once(spans, marks):
    pieces = mark_evidence("abcdefghij", spans)
    assert _marks(pieces) == marks
    assert "".join(piece.text for piece in pieces) == "abcdefghij"


def test_a_long_comment_is_cut_around_its_evidence():
    text = f"{LONG}Het pakket was kapot. {LONG}De chauffeur was vriendelijk. {LONG}"
    spans = [Span(text.index(words), text.index(words) + len(words), mark)
             for words, mark in (("pakket was kapot", "neg"), ("chauffeur was vriendelijk", "pos"))]  # fmt: skip
    pieces = mark_evidence(text, spans, length=300)
    assert [mark for _, mark in _marks(pieces)] == ["gap", "neg", "gap", "pos", "gap"]
    assert sum(len(piece.text) for piece in pieces) < 330
    for piece in pieces:
        assert piece.mark == "gap" or piece.text in text
    before = next(piece for piece in pieces if not piece.mark).text
    assert text[text.index(before) - 1].isspace(), "a quote begins with a whole word"


def test_a_long_comment_without_evidence_keeps_its_beginning():
    pieces = mark_evidence(LONG, [], length=100)
    assert pieces[0].text.startswith("Eerst een verhaal")
    assert pieces[-1].mark == "gap"


@given(
    st.text(alphabet="ab c\n", max_size=400),
    st.lists(st.tuples(st.integers(0, 400), st.integers(1, 90), st.sampled_from(["pos", "neg", "neu"])), max_size=5),
    st.integers(20, 200),
)
def test_evidence_is_kept_and_marked_whatever_is_cut(text, places, length):
    spans = [Span(start, min(start + size, len(text)), mark) for start, size, mark in places if start < len(text)]
    pieces = mark_evidence(text, spans, length)
    evidence = sorted({at for span in spans for at in range(span.start, span.end)})
    assert "".join(piece.text for piece in pieces if piece.mark in ("pos", "neg", "neu")) == "".join(
        text[at] for at in evidence
    )
    if len(text) <= length:
        assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)


ALLOTMENTS = [
    ({"neg": 6, "pos": 3}, 3, {"neg": 2, "pos": 1}),
    ({"neg": 60, "pos": 30, "neu": 10}, 6, {"neg": 4, "pos": 2, "neu": 0}),
    ({"neg": 1, "pos": 1}, 6, {"neg": 1, "pos": 1}),
    ({"neg": 5}, 0, {"neg": 0}),
    ({}, 6, {}),
]


@pytest.mark.parametrize(("sizes", "number", "places"), ALLOTMENTS)
def test_places_go_in_proportion(sizes, number, places):
    assert allot(sizes, number) == places


def _many(count):
    rows = [(f"c{at}", f"Levering nummer {at} kwam te laat aan bij ons.", "nl", "comment", 3.0) for at in range(count)]
    mentions = [
        (f"c{at}", "te laat", "delivery.speed" if at % 3 else "delivery.courier", "neg" if at % 4 else "pos", 0.9)
        for at in range(count)
    ]
    return rows, mentions


def test_the_choice_mixes_polarities_and_themes_and_ignores_the_order_of_rows(build):
    rows, mentions = _many(40)
    one = quote_drivers(build(comment_rows=rows, mention_rows=mentions), ["delivery"], 8)["delivery"]
    other = quote_drivers(build(comment_rows=rows[::-1], mention_rows=mentions[::-1]), ["delivery"], 8)["delivery"]
    assert one == other
    polarities = [polarity for quote in one for _, polarity in quote.themes]
    assert (polarities.count("neg"), polarities.count("pos")) == (6, 2)
    assert {theme for quote in one for theme, _ in quote.themes} == {"delivery.speed", "delivery.courier"}


def test_confident_comments_of_fitting_length_come_first(build):
    rows = [
        ("unsure", "De levering duurde erg lang en bleef maar uit.", "nl", "comment", 3.0),
        ("short", "duurde lang", "nl", "comment", 3.0),
        ("long", f"{LONG} en het duurde lang", "nl", "comment", 3.0),
        ("fits", "De levering van het bankstel duurde lang, vonden wij.", "nl", "comment", 3.0),
    ]
    confidences = {"unsure": 0.5, "short": 0.9, "long": 0.9, "fits": 0.8}
    evidence = {"unsure": "duurde erg lang"}
    mentions = [
        (name, evidence.get(name, "duurde lang"), "delivery.speed", "neg", value) for name, value in confidences.items()
    ]
    quotes = quote_drivers(build(comment_rows=rows, mention_rows=mentions), ["delivery"], 4)["delivery"]
    assert quotes[0].comment_id == "fits"
    assert quotes[-1].comment_id == "unsure"


def test_a_comment_is_not_quoted_again_while_there_are_others(build):
    text = "Te laat geleverd en ook nog te duur, al met al."
    rows = [("both", text, "nl", "comment", 3.0), ("other", text, "nl", "comment", 3.0)]
    mentions = [
        ("both", "Te laat geleverd", "delivery.speed", "neg", 0.9),
        ("both", "te duur", "price.level", "neg", 0.9),
        ("other", "te duur", "price.level", "neg", 0.8),
    ]
    quotes = quote_drivers(build(comment_rows=rows, mention_rows=mentions), ["delivery", "price"], 1)
    assert [quote.comment_id for quote in quotes["price"]] == ["other"]


def test_evidence_that_is_not_in_the_text_is_refused(findings, build):
    wrong = findings.mentions.assign(start=findings.mentions["start"] + 1)
    with pytest.raises(TableError, match="does not stand at"):
        quote_drivers(build(mentions=wrong), ["delivery"], 6)
