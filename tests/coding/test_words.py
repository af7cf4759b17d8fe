import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from drijfveer.coding.words import CLAUSE_BREAK, SENTENCE_BREAK, Tokeniser, normalise, words_of

NL = Tokeniser("nl")
EN = Tokeniser("en")


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Prijs/kwaliteit is prima", ["prijs", "kwaliteit", "is", "prima"]),
        ("prijs-kwaliteit", ["prijs", "kwaliteit"]),
        ("om 18:30u 2x gebeld", ["om", "18:30", "u", "2", "x", "gebeld"]),
        ("na 1,5uur", ["na", "1,5", "uur"]),
        ("Eén TOP reünie", ["een", "top", "reunie"]),
        ("m’n pakket", ["m'n", "pakket"]),
        ("lekker 👍🏽 :)", ["lekker", "👍", ":)"]),
        ("", []),
        ("... ?!", []),
    ],
)
def test_forms_of_dutch(text, forms):
    assert list(NL.split(text).forms) == forms


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("didn't work", ["did", "n't", "work"]),
        ("dont bother", ["do", "nt", "bother"]),
        ("I CAN'T", ["i", "ca", "n't"]),
        ("call-back", ["call", "back"]),
    ],
)
def test_forms_of_english(text, forms):
    assert list(EN.split(text).forms) == forms


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("Snel. Goed", [0, SENTENCE_BREAK]),
        ("snel, goed", [0, CLAUSE_BREAK]),
        ("snel - goed", [0, CLAUSE_BREAK]),
        ("snel\ngoed", [0, SENTENCE_BREAK]),
        ("was koudDe bezorger", [0, 0, SENTENCE_BREAK, 0]),
        ("was koud.De bezorger", [0, 0, SENTENCE_BREAK, 0]),
        ("was koud.de bezorger", [0, 0, SENTENCE_BREAK, 0]),
        ("via lichtveld.nl besteld", [0, 0, 0]),
        ("snel/goed", [0, 0]),
        ("snel!! goed", [0, SENTENCE_BREAK]),
        ("snel.Goed,echt goed", [0, SENTENCE_BREAK, CLAUSE_BREAK, 0]),
        ("goed .\u00a0 , snel", [0, SENTENCE_BREAK]),
    ],
)
def test_breaks_before_words(text, breaks):
    assert list(NL.split(text).breaks) == breaks


@given(st.text(max_size=200))
def test_offsets_give_the_words_of_any_text(text):
    words = NL.split(text)
    assert len(words.forms) == len(words.starts) == len(words.ends) == len(words.breaks)
    previous = 0
    for form, start, end in zip(words.forms, words.starts, words.ends, strict=True):
        assert previous <= start < end <= len(text)
        assert normalise(text[start:end]) == form
        previous = end


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("didn't", ("did", "n't")),
        ("n't", ("n't",)),
        ("e-mail*", ("e", "mail*")),
        ("*kosten", ("*kosten",)),
        ("24/7", ("24", "7")),
        ("z.s.m", ("z.s.m",)),
    ],
)
def test_terms_are_split_as_texts_are(word, forms):
    assert EN.forms(word) == forms


SPACY = {language: spacy.blank(language) for language in ("nl", "en")}
PIECES = ["de", "Snel", "TOP", "u", "dr", "etc", "dont", "can't", "m'n", "z.s.m", "o.a.", "lichtveld.nl", "2x", "één"]
MARKS = ["", " ", " ", "  ", "\n", "\u00a0", " - ", " (", ") ", ".", ",", "!", "?", "!!", "...", ".,", "-", "/", '"']


@pytest.mark.parametrize("language", ["nl", "en"])
@given(pairs=st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(MARKS)), max_size=8))
def test_words_are_those_of_spacy_tokenising_the_whole_text(language, pairs):
    """The tokeniser keeps what it has met between two spaces, and takes plain words apart by itself."""
    text = "".join(part for pair in pairs for part in pair)
    words = {"nl": NL, "en": EN}[language].split(text)
    whole = words_of(SPACY[language](text))
    assert (words.forms, words.starts, words.ends) == (whole.forms, whole.starts, whole.ends)
    assert words.breaks == whole.breaks
