"""A small codebook and small tables, built from records."""

import json
from pathlib import Path

import pandas as pd
import pytest

from drijfveer.codebook import Codebook, Driver, Label, Theme
from drijfveer.tables import COMMENTS, MENTIONS

CASES = Path(__file__).parents[1] / "cases"


def _driver(driver_id, themes):
    words = Label(driver_id, driver_id)
    return Driver(
        driver_id,
        words,
        words,
        tuple(Theme(f"{driver_id}.{theme}", words, words, (), ()) for theme in themes),
    )


@pytest.fixture(scope="session")
def codebook():
    """Hold two drivers with three and one themes."""
    drivers = (_driver("delivery", ["speed", "courier", "packing"]), _driver("price", ["level"]))
    return Codebook("small", 1, Label("klein", "small"), "price.level", drivers, (), {}, "0" * 16)


@pytest.fixture(scope="session")
def vectors():
    """Give the published and computed figures by id."""
    text = (CASES / "stat_vectors.json").read_text(encoding="utf-8")
    return {vector["id"]: vector for vector in json.loads(text)["vectors"]}


@pytest.fixture(scope="session")
def tables():
    """Return a function from records (status, answer, ((theme, polarity), ...)) to comments and mentions."""
    return _tables


_SCORES = {"promoter": 10.0, "passive": 7.0, "detractor": 2.0, None: None}


def _tables(records, first=1):
    comments, mentions = [], []
    for number, (status, answer, coded) in enumerate(records, start=first):
        comments.append(
            {
                "comment_id": str(number),
                "text": "het was een verhaal" if answer == "comment" else "",
                "language": "nl",
                "answer": answer,
                "score": _SCORES[status],
                "status": status,
                "weight": 1.0,
            }
        )
        mentions.extend(
            {
                "comment_id": str(number),
                "unit": unit,
                "start": 0,
                "end": 3,
                "driver": theme.split(".")[0],
                "theme": theme,
                "polarity": polarity,
                "strength": 0.0,
                "confidence": 1.0,
                "evidence": "het",
                "source": "rule",
            }
            for unit, (theme, polarity) in enumerate(coded)
        )
    return (
        COMMENTS.frame(pd.DataFrame(comments, columns=COMMENTS.names)),
        MENTIONS.frame(pd.DataFrame(mentions, columns=MENTIONS.names)),
    )
