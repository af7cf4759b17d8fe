"""The estimators keep to scikit-learn's conventions, and coding reads them as they were fitted."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import parametrize_with_checks

from drijfveer.coding.linear import LinearScorer
from drijfveer.coding.words import Tokeniser
from drijfveer.learning import NgramVectoriser, OneVsRest
from drijfveer.learning.estimators import weights_of

TEXTS = [
    "te duur en traag",
    "snel geholpen, prima",
    "niet te duur, wel snel",
    "duur duur duur",
    "prima geholpen door de monteur, alleen te laat",
]
LABELS = [[1, 0], [0, 1], [0, 1], [1, 0], [0, 1]]


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning")
@parametrize_with_checks([OneVsRest(), OneVsRest(strength=0.5)])
def test_one_vs_rest_passes_the_checks(estimator, check):
    check(estimator)


@pytest.fixture(scope="module")
def fitted():
    vectoriser = NgramVectoriser("nl", least_texts=1)
    rows = vectoriser.fit_transform(TEXTS)
    return vectoriser, OneVsRest().fit(rows, LABELS)


def test_rows_have_the_length_that_the_scorer_gives_them(fitted):
    vectoriser, _ = fitted
    rows = vectoriser.transform(["duur", "prima monteur"])
    assert np.allclose(np.asarray(rows[0].multiply(rows[0]).sum()), 1)
    assert rows.shape[1] == len(vectoriser.get_feature_names_out()) == len(vectoriser.idf_)
    assert list(vectoriser.features_) == sorted(vectoriser.features_)


def test_the_scorer_gives_the_scores_of_the_fitted_pair(fitted):
    vectoriser, classifier = fitted
    scorer = LinearScorer(weights_of(vectoriser, classifier))
    texts = [*TEXTS, "", "xyz", "De monteur was prima maar DUUR"]
    words = [Tokeniser("nl").split(text).forms for text in texts]
    expected = classifier.decision_function(vectoriser.transform(texts))
    assert np.allclose(scorer.score(words), expected, atol=1e-5)


def test_a_text_scores_the_same_whatever_stands_beside_it(fitted):
    words = [Tokeniser("nl").split(text).forms for text in TEXTS]
    together = LinearScorer(weights_of(*fitted)).score(words)
    scorer = LinearScorer(weights_of(*fitted))
    apart = np.concatenate([scorer.score([text]) for text in reversed(words)])[::-1]
    assert (together == apart).all()


def test_contributions_add_up_to_the_score(fitted):
    scorer = LinearScorer(weights_of(*fitted))
    bias = weights_of(*fitted).bias
    for text in TEXTS:
        words = Tokeniser("nl").split(text).forms
        added = [scorer.contributions(words, column).sum() for column in range(2)]
        assert np.allclose(added + bias, scorer.score([words])[0], atol=1e-5)


def test_a_text_has_the_features_of_its_parts(fitted):
    scorer = LinearScorer(weights_of(*fitted))
    parts = [["te", "duur"], ["snel"], ["prima"]]
    of = np.array([0, 2, 2])
    whole, apart = scorer.score_parts(parts, of, 3)
    assert (apart == scorer.score(parts)).all()
    assert (whole[0] == apart[0]).all()
    assert (whole[1] == weights_of(*fitted).bias).all()
    assert np.allclose(whole[2], scorer.score([["snel", "prima"]])[0], atol=1e-5)


def test_a_pipeline_of_both_codes_texts_and_can_be_cloned():
    pipeline = clone(make_pipeline(NgramVectoriser("nl", least_texts=1), OneVsRest())).fit(TEXTS, LABELS)
    assert pipeline.predict_proba(["veel te duur", "prima geholpen"]).shape == (2, 2)
    assert pipeline.predict(["duur", "prima"]).tolist() == [[1, 0], [0, 1]]


def test_one_text_in_place_of_a_list_is_refused():
    with pytest.raises(ValueError, match="put it in a list"):
        NgramVectoriser().fit("te duur")
    with pytest.raises(ValueError, match="no texts"):
        NgramVectoriser().fit([])
