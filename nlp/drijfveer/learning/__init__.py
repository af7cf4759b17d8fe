"""Learning: labelled comments become models, and models get measured."""

from drijfveer.learning.agreement import Agreement, compare_coders, krippendorff_alpha
from drijfveer.learning.building import build_model
from drijfveer.learning.cards import write_card
from drijfveer.learning.corpus import Code, LabelledComment, Phrase, read_corpus, read_labelled, read_phrases
from drijfveer.learning.estimators import NgramVectoriser, OneVsRest
from drijfveer.learning.evaluation import Evaluation, evaluate
from drijfveer.learning.measuring import Measurement, measure_file
from drijfveer.learning.training import Training, train
from drijfveer.learning.variety import Variety, measure_variety

__all__ = [
    "Agreement",
    "Code",
    "Evaluation",
    "LabelledComment",
    "Measurement",
    "NgramVectoriser",
    "OneVsRest",
    "Phrase",
    "Training",
    "Variety",
    "build_model",
    "compare_coders",
    "evaluate",
    "krippendorff_alpha",
    "measure_file",
    "measure_variety",
    "read_corpus",
    "read_labelled",
    "read_phrases",
    "train",
    "write_card",
]
