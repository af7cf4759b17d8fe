"""Labelled comments and phrases: read as they stand, refused with the line at fault."""

import json

import pytest

from drijfveer.codebook import read_codebook
from drijfveer.errors import InputError
from drijfveer.learning import Code, Phrase, measure_variety, read_corpus, read_labelled, read_phrases
from drijfveer.learning.lessons import locate


@pytest.fixture(scope="module")
def book():
    return read_codebook("customer", with_terms=False)


def write(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_labelled_comment_is_read(tmp_path, book):
    row = {
        "id": "a-1",
        "text": "Te duur",
        "codes": [["price.level", "neg", "duur"]],
        "signals": ["churn_risk"],
        "contested": [["price.value", "neg"]],
    }
    [comment] = read_labelled(write(tmp_path / "shop.jsonl", row), book, language="nl")
    assert comment.group == "shop"
    assert comment.codes == (Code("price.level", "neg", "duur"),)
    assert comment.signals == (Code("churn_risk", "neg"),)
    assert comment.contested == (Code("price.value", "neg"),)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", r"line 2 is not JSON"),
        ('{"text": "x"}', r"line 2 lacks text or codes"),
        ('{"text": "x", "codes": [["price.levl", "neg"]]}', r"line 2: the codebook has no 'price.levl'"),
        ('{"text": "x", "codes": [["price.level", "bad"]]}', r"'bad' is no polarity; it must be one of pos, neg, neu"),
        ('{"text": "x", "codes": ["price.level"]}', r"'price.level' is no code"),
        ('{"text": "x", "codes": [["churn_risk", "neg"]]}', r"the codebook has no 'churn_risk'"),
        ('{"text": "x", "codes": [], "signals": null}', r"None is no list of codes"),
        ('{"text": "x", "codes": [], "id": "a-1"}', r"Two labelled comments have the id 'a-1'"),
        ('{"text": "x", "codes": [["price.level"]]}', r"\['price.level'\] is no code"),
        ("[]", r"line 2 lacks text or codes"),
    ],
)
def test_a_line_at_fault_is_named(tmp_path, book, line, message):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Te duur", "codes": []}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_labelled(path, book, language="nl")


def test_a_line_without_a_language_is_refused(tmp_path, book):
    with pytest.raises(InputError, match="does not say its language"):
        read_labelled(write(tmp_path / "a.jsonl", {"text": "x", "codes": []}), book)


def test_a_missing_corpus_is_named(tmp_path, book):
    with pytest.raises(InputError, match=r"no corpus for nl .*nl/\*\.jsonl"):
        read_corpus(tmp_path, "nl", book)


def test_phrases_are_read_by_theme(tmp_path, book):
    (tmp_path / "nl").mkdir()
    (tmp_path / "nl" / "price.level.txt").write_text("- veel te duur\n= de prijs\n", encoding="utf-8")
    assert read_phrases(tmp_path, "nl", book) == [
        Phrase("veel te duur", "price.level", "neg"),
        Phrase("de prijs", "price.level", "neu"),
    ]
    (tmp_path / "nl" / "price.level.txt").write_text("veel te duur\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"price.level.txt, line 1: 'veel te duur' is no phrase"):
        read_phrases(tmp_path, "nl", book)


def test_a_code_without_words_stands_for_the_whole_text():
    assert locate(Code("price.level", "neg"), "Te duur") == (0, 7)
    assert locate(Code("price.level", "neg", "duur"), "Te duur") == (3, 7)


def test_variety_counts_runs_and_forms():
    variety = measure_variety(["een twee drie vier vijf", "nul een twee drie vier", "kort"])
    assert variety.shared_runs == pytest.approx(1 / 3)
    assert variety.forms == 7
    assert variety.median_length == 5
    assert variety.under_5 == pytest.approx(1 / 3)
    assert variety.over_45 == 0
