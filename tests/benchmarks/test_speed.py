"""Speed as a ratio to a known thing in the same run, since machines differ and are noisy."""

import statistics
import sys
import time
from collections.abc import Callable, Sequence

import pandas as pd
import pytest
import spacy

from drijfveer.codebook import read_codebook
from drijfveer.coding import Coder

LEAST_RATIO = 0.20
ROUNDS = 3
CHUNK = 500


def measure(run: Callable[..., object], *arguments: object) -> float:
    start = time.perf_counter()
    run(*arguments)
    return time.perf_counter() - start


def tokenize(tokenizer: Callable[[str], object], texts: Sequence[str]) -> None:
    for text in texts:
        tokenizer(text)


@pytest.mark.benchmark
def test_coding_keeps_up_with_the_tokenizer(shared, capsys):
    """Code the meal-delivery comments in one process, rules and model, beside a bare tokenizer.

    Both meet the comments for the first time in each round, as in a user's run, and take turns of 500 comments, so
    that what else the machine does touches both; the median of three rounds counts.
    """
    texts = pd.read_csv(shared / "exports" / "meal_delivery_nl.csv", dtype="str", keep_default_na=False)[
        "text"
    ].tolist()
    codebook = read_codebook("customer")
    ratios, rates = [], []
    for _ in range(ROUNDS):
        coder, tokenizer = Coder(codebook), spacy.blank("nl").tokenizer
        coder.code("Eerst het woordenboek laden", "nl")
        bare = coding = 0.0
        for start in range(0, len(texts), CHUNK):
            chunk = texts[start : start + CHUNK]
            bare += measure(tokenize, tokenizer, chunk)
            coding += measure(coder.code_all, chunk, ["nl"] * len(chunk))
        ratios.append(bare / coding)
        rates.append(len(texts) / coding)
    ratio = statistics.median(ratios)
    with capsys.disabled():
        sys.stdout.write(f" {statistics.median(rates):,.0f} comments a second, {ratio:.2f} of a bare tokenizer ")
    assert ratio >= LEAST_RATIO
