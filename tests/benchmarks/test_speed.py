"""Speed as a ratio to a known thing in the same run, since machines differ and are noisy."""

import statistics
import sys
import time
from collections.abc import Callable, Sequence

import pandas as pd
import pytest
import spacy

from drijfveer.codebook import read_codebook
from drijfveer.coding import Reader

LEAST_RATIO = 0.15
ROUNDS = 3
CHUNK = 500


def measure(run: Callable[[str], object], texts: Sequence[str]) -> float:
    start = time.perf_counter()
    for text in texts:
        run(text)
    return time.perf_counter() - start


@pytest.mark.benchmark
def test_coding_keeps_up_with_the_tokenizer(shared, capsys):
    """Code the meal-delivery comments in one process, beside a bare tokenizer.

    Both meet the comments for the first time in each round, as in a user's run, and take turns of 500 comments, so
    that what else the machine does touches both; the median of three rounds counts.
    """
    texts = pd.read_csv(shared / "exports" / "meal_delivery_nl.csv", dtype="str", keep_default_na=False)[
        "text"
    ].tolist()
    codebook = read_codebook("customer")
    ratios, rates = [], []
    for _ in range(ROUNDS):
        reader, tokenizer = Reader(codebook, "nl"), spacy.blank("nl").tokenizer
        bare = coding = 0.0
        for start in range(0, len(texts), CHUNK):
            chunk = texts[start : start + CHUNK]
            bare += measure(tokenizer, chunk)
            coding += measure(reader.read, chunk)
        ratios.append(bare / coding)
        rates.append(len(texts) / coding)
    ratio = statistics.median(ratios)
    with capsys.disabled():
        sys.stdout.write(f" {statistics.median(rates):,.0f} comments a second, {ratio:.2f} of a bare tokenizer ")
    assert ratio >= LEAST_RATIO
