"""Rules and model together: thin evidence is left alone, each side stays, and any driver model can be plugged in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.pipeline import make_pipeline

from drijfveer.coding import Coder
from drijfveer.errors import ModelError, SettingsError
from drijfveer.learning import NgramVectoriser, OneVsRest

TEXTS = {
    "nl": ["Top!", "De bezorger was vriendelijk maar het eten was koud en veel te duur", "n.v.t.", "", "Op 3 mei"],
    "en": ["Great!", "Lovely staff, shame the app crashed twice", "n/a", "", "On 3 May"],
}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_stands_beside_a_text_makes_no_difference(coder, language):
    texts = TEXTS[language]
    together = coder.code_all(texts, [language] * len(texts))
    assert together == [coder.code(text, language) for text in texts]
    assert together[::-1] == coder.code_all(texts[::-1], [language] * len(texts))


def test_a_fresh_coder_says_the_same(coder, book):
    fresh = Coder(book)
    for language, texts in TEXTS.items():
        assert fresh.code_all(texts[::-1], [language] * len(texts)) == coder.code_all(
            texts[::-1], [language] * len(texts)
        )


@pytest.mark.parametrize(
    ("text", "language"),
    [("Op 3 mei om half vier", "nl"), ("Mijn zus woont in Breda", "nl"), ("My sister lives in York", "en"), ("", "nl")],
)
def test_thin_evidence_is_left_alone(coder, text, language):
    assert coder.code(text, language).mentions == ()


def test_mixed_comments_keep_both_sides(coder):
    mentions = coder.code(
        "Bezorging was eerst snel, maar de tweede keer duurde de levering eindeloos lang", "nl"
    ).mentions
    assert {(m.theme, m.polarity) for m in mentions} >= {("delivery.speed", "pos"), ("delivery.speed", "neg")}


def test_the_catch_all_stands_alone(coder):
    for language, texts in TEXTS.items():
        for text in texts:
            themes = {mention.theme for mention in coder.code(text, language).mentions}
            assert "general.overall" not in themes or len(themes) == 1


@given(st.text(max_size=80), st.sampled_from(["nl", "en"]))
def test_any_text_gets_sound_mentions(coder, text, language):
    coding = coder.code(text, language)
    pairs = [(mention.theme, mention.polarity) for mention in coding.mentions]
    assert len(pairs) == len(set(pairs))
    for mention in coding.mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert 0 < mention.confidence <= 1
        assert -1 <= mention.strength <= 1
        assert mention.polarity in {"pos", "neg", "neu"}
        assert mention.source in {"rule", "model"}


def test_explanation_reproduces_the_coding_and_tells_both_sides(coder, rules):
    text = "Veel te duur en slechte klantenservice"
    explanation = coder.explain(text, "nl")
    assert explanation.coding == coder.code(text, "nl")
    assert explanation.rules == rules.code(text, "nl")
    assert {mention.source for mention in explanation.rules.mentions} == {"rule"}
    assert {mention.source for mention in explanation.model.mentions} == {"model"}
    chances = list(explanation.probabilities.values())
    assert chances == sorted(chances, reverse=True)
    for mention in explanation.coding.mentions:
        assert explanation.probabilities[mention.theme] >= mention.confidence - 0.001
        assert mention.reasons


class Fixed:
    """Stand for somebody's own model."""

    classes_ = ("assortment.range", "weather.rain")

    def predict_proba(self, texts):
        return np.array([[0.999 if "zonnebril" in text else 0.001, 0.999] for text in texts])


def test_a_driver_model_of_your_own_is_asked(book):
    coder = Coder(book, driver_model=Fixed())
    [mention] = coder.code("Ik wilde een zonnebril. Het was dinsdag.", "nl").mentions
    assert (mention.theme, mention.source) == ("assortment.range", "model")
    assert mention.reasons[0] == "model: Fixed"
    assert "zonnebril" in "Ik wilde een zonnebril. Het was dinsdag."[mention.start : mention.end]
    assert coder.code("Ik wilde een hoed. Het was dinsdag.", "nl").mentions == ()


class TinyEncoder:
    """Encode texts as vectors the way sentence-transformers does, by letters; made for this test."""

    def encode(self, texts):
        return np.array([[text.lower().count(letter) for letter in "abcdefghijklmnopqrstuvwxyz"] for text in texts])


class Embedded:
    """Put a linear head on an encoder; ``classes_`` and ``predict_proba`` are all that drijfveer asks for."""

    def __init__(self, encoder):
        self.encoder = encoder

    def fit(self, texts, labels, classes):
        self.classes_ = classes
        self.head = OneVsRest().fit(self.encoder.encode(texts), labels)
        return self

    def predict_proba(self, texts):
        return self.head.predict_proba(self.encoder.encode(texts))


def test_an_encoder_with_a_linear_head_is_a_driver_model(book):
    texts = ["zzz zzz", "zz zzzz", "qqq", "qqqq q", "zzzz", "qq qqq"] * 5
    labels = [[1, 0], [1, 0], [0, 1], [0, 1], [1, 0], [0, 1]] * 5
    model = Embedded(TinyEncoder()).fit(texts, labels, ["assortment.range", "location.access"])
    coder = Coder(book, driver_model=model)
    assert [m.theme for m in coder.code("zzzzz zz zz", "nl").mentions] == ["assortment.range"]
    assert [m.theme for m in coder.code("qqqqqqqq qq", "nl").mentions] == ["location.access"]


def test_a_pipeline_of_the_estimators_is_a_driver_model(book):
    pipeline = make_pipeline(NgramVectoriser("nl", least_texts=1), OneVsRest(strength=50))
    pipeline.fit(["zonnebril kopen", "parkeren kan niet"] * 10, [[1, 0], [0, 1]] * 10)
    pipeline[-1].classes_ = ["assortment.range", "location.access"]
    coder = Coder(book, driver_model=pipeline)
    assert coder.explain("zonnebril kopen", "nl").probabilities["assortment.range"] > 0.3


class Strange(Fixed):
    def __init__(self, classes, chances):
        self.classes_ = classes
        self.chances = chances

    def predict_proba(self, texts):
        return np.full((len(texts), 1), self.chances)


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (Strange([0], 0.5), r"None of the driver model's classes_ \(\[0\]\) is a theme"),
        (Strange(["price.level"], np.nan), "must give probabilities from 0 to 1"),
        (Strange(["price.level"], 3.0), "must give probabilities from 0 to 1"),
        (Strange(["price.level", "price.value"], 0.5), r"gave \(\d+, 1\); it must give .* of the shape \(\d+, 2\)"),
    ],
)
def test_a_driver_model_that_breaks_its_word_is_refused(book, model, message):
    with pytest.raises(ModelError, match=message):
        Coder(book, driver_model=model).code("Veel te duur", "nl")


def test_a_driver_model_needs_a_trained_model_beside_it(book):
    with pytest.raises(SettingsError, match="weighed against the rules by a trained model"):
        Coder(book, models="none", driver_model=Fixed())
