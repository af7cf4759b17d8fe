"""Speed as a ratio to a known thing in the same run, since machines differ and are noisy."""

import sys
import time
from collections.abc import Callable

import pandas as pd
import pytest
import spacy

from drijfveer.codebook import read_codebook
from drijfveer.coding import Coder

LEAST_RATIO = 0.15
ROUNDS = 3


def measure(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


@pytest.mark.slow
@pytest.mark.benchmark
def test_coding_keeps_up_with_the_tokenizer(shared, capsys):
    """Code the meal-delivery comments in one process, beside a bare tokenizer; the best of three rounds of each."""
    texts = pd.read_csv(shared / "exports" / "meal_delivery_nl.csv", dtype="str", keep_default_na=False)[
        "text"
    ].tolist()
    coder = Coder(read_codebook("customer"))
    bare, coding = [], []
    for _ in range(ROUNDS):
        tokenizer = spacy.blank("nl").tokenizer
        bare.append(measure(lambda tokenizer=tokenizer: [tokenizer(text) for text in texts]))
        coding.append(measure(lambda: [coder.code(text, "nl") for text in texts]))
    ratio = min(bare) / min(coding)
    with capsys.disabled():
        sys.stdout.write(f" {len(texts) / min(coding):,.0f} comments a second, {ratio:.2f} of a bare tokenizer ")
    assert ratio >= LEAST_RATIO
