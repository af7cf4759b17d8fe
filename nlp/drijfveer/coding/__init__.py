"""Coding: comments become mentions, each with theme, polarity and evidence."""

from drijfveer.coding.batch import CodedComments, code_comments
from drijfveer.coding.coder import Coder, Explanation
from drijfveer.coding.judge import DriverModel
from drijfveer.coding.mention import Coding, Mention, SignalMention
from drijfveer.coding.reader import Reader
from drijfveer.coding.store import Model, find_models, model_hashes, models_path, read_model, write_model
from drijfveer.coding.vocabulary import lexicon_hash

__all__ = [
    "CodedComments",
    "Coder",
    "Coding",
    "DriverModel",
    "Explanation",
    "Mention",
    "Model",
    "Reader",
    "SignalMention",
    "code_comments",
    "find_models",
    "lexicon_hash",
    "model_hashes",
    "models_path",
    "read_model",
    "write_model",
]
