"""Small invented findings, built by hand so that each test knows every figure in them."""

import pandas as pd
import pytest

from drijfveer.codebook import Codebook, Driver, Label, Signal, Theme
from drijfveer.notes import note
from drijfveer.reporting import Findings
from drijfveer.scales import scale
from drijfveer.tables import COMMENTS, DRIVERS, MENTIONS, SCORE, SIGNALS


def _theme(code, nl, en):
    return Theme(code, Label(nl, en), Label("", ""), (), ())


@pytest.fixture
def codebook():
    return Codebook(
        id="small",
        version=1,
        label=Label("Klein", "Small"),
        catch_all="general.overall",
        drivers=(
            Driver(
                "delivery",
                Label("Levering", "Delivery"),
                Label("Hoe en wanneer het aankomt.", "How and when it arrives."),
                (_theme("delivery.speed", "Snelheid", "Speed"), _theme("delivery.courier", "Bezorger", "Courier")),
            ),
            Driver(
                "price",
                Label("Prijs", "Price"),
                Label("Wat het kost.", "What it costs."),
                (_theme("price.level", "Prijsniveau", "Price level"),),
            ),
            Driver("location", Label("Locatie", "Location"), Label("Waar het is.", "Where it is."), ()),
        ),
        signals=(Signal("churn_risk", Label("Vertrekrisico", "Churn risk"), Label("Gaat weg.", "Leaves.")),),
        terms={},
        hash="0123456789abcdef",
    )


COMMENT_ROWS = [
    ("a1", "Veel te laat bezorgd, maar de bezorger was aardig.", "nl", "comment", 4.0),
    ("a2", "Mooi op tijd!\nEn niet duur.", "nl", "comment", 10.0),
    ("a3", "Two weeks late. I am leaving.", "en", "comment", 2.0),
    ("a4", "n.v.t.", "nl", "none", 8.0),
    ("a5", "", "unknown", "empty", 9.0),
    ("a6", "Gewoon prima.", "nl", "comment", 9.0),
    ("a7", "De prijs is hoog", "nl", "comment", None),
]
MENTION_ROWS = [
    ("a1", "Veel te laat", "delivery.speed", "neg", 0.9),
    ("a1", "bezorger was aardig", "delivery.courier", "pos", 0.8),
    ("a2", "op tijd", "delivery.speed", "pos", 0.9),
    ("a2", "niet duur", "price.level", "pos", 0.7),
    ("a3", "Two weeks late", "delivery.speed", "neg", 0.95),
    ("a7", "prijs is hoog", "price.level", "neg", 0.8),
]


def build_mentions(rows, texts):
    return MENTIONS.frame(
        [
            {
                "comment_id": name,
                "unit": 0,
                "start": texts[name].index(evidence),
                "end": texts[name].index(evidence) + len(evidence),
                "driver": theme.split(".")[0],
                "theme": theme,
                "polarity": polarity,
                "strength": {"pos": 0.6, "neg": -0.6, "neu": 0.0}[polarity],
                "confidence": confidence,
                "evidence": evidence,
                "source": "rule",
            }
            for name, evidence, theme, polarity, confidence in rows
        ]
        or pd.DataFrame(columns=MENTIONS.names)
    )


def build_comments(rows, scale_name="nps"):
    comments = COMMENTS.frame(
        [
            {"comment_id": name, "text": text, "language": language, "answer": answer, "score": score, "weight": 1.0}
            for name, text, language, answer, score in rows
        ]
    )
    return comments.assign(status=scale(scale_name).status(comments["score"]))


def driver_row(driver, n, *, theme=None, base="ok", **figures):
    counts = dict.fromkeys([name for name in DRIVERS.names if name.startswith("n_")], 0)
    counts |= {"n_base": 400, "n_negative": n}
    triples = {}
    for name, value in figures.items():
        if isinstance(value, tuple):
            triples |= dict(zip([name, f"{name}_low", f"{name}_high"], value, strict=True))
        else:
            triples[name] = value
    level = "driver" if theme is None else "theme"
    return {**counts, "level": level, "driver": driver, "theme": theme, "n": n, "base": base, **triples}


@pytest.fixture
def driver_rows():
    return [
        driver_row(
            "delivery", 123, n_negative=80, n_positive=30, n_mixed=5, n_neutral=8, share=(30.75, 26.4, 35.4),
            share_promoter=20.0, share_passive=30.0, share_detractor=45.5, contentment=(-40.65, -53.1, -26.2),
            nps=(-31.7, -43.4, -18.9), impact=(-8.25, -11.04, -5.46), association=(-25.5, -34.0, -16.2),
            q_value=0.0001,
        ),
        driver_row(
            "price", 12, base="indicative", n_negative=4, n_positive=8, share=(3.0, 1.7, 5.2), share_promoter=4.0,
            share_passive=2.0, share_detractor=2.5, contentment=(33.3, -23.0, 72.0), nps=(25.0, -28.0, 65.0),
            impact=(0.62, -0.4, 1.64), association=(1.5, -2.0, 5.4), q_value=0.4,
        ),
        driver_row("location", 3, base="hidden", share=(99.9, 99.9, 99.9), impact=(77.7, 77.7, 77.7)),
        driver_row(
            "delivery", 110, theme="delivery.speed", share=(27.5, 23.4, 32.1), contentment=(-50.0, -62.0, -36.0),
            nps=(-35.0, -47.0, -21.0), impact=(-7.9, -10.5, -5.2), association=(-24.0, -32.0, -15.0), q_value=0.0002,
        ),
        driver_row("delivery", 4, theme="delivery.courier", base="hidden"),
        driver_row("price", 12, theme="price.level", base="indicative", share=(3.0, 1.7, 5.2)),
    ]  # fmt: skip


@pytest.fixture
def build(codebook, driver_rows):
    """Return a function that builds the small findings, any part of it replaced."""

    def _build(**parts):
        rows = parts.pop("comment_rows", COMMENT_ROWS)
        mentions = parts.pop("mention_rows", MENTION_ROWS)
        texts = {row[0]: row[1] for row in rows}
        score = {"measure": "nps", "value": 12.34, "low": 4.0, "high": 20.5, "n": 400, "method": "tango"}
        signal = {"comment_id": "a3", "signal": "churn_risk", "polarity": "neg"}
        signal |= {"start": 16, "end": 28, "evidence": "I am leaving"}
        defaults = {
            "name": "klanten 2026.csv",
            "comments": build_comments(rows),
            "mentions": build_mentions(mentions, texts),
            "signals": SIGNALS.frame([signal] if "a3" in texts else pd.DataFrame(columns=SIGNALS.names)),
            "score": SCORE.frame([score]),
            "drivers": DRIVERS.frame(driver_rows),
            "codebook": codebook,
            "scale": scale("nps"),
            "counts": {"rows": 7, "off_scale": 0, "without_score": 1},
            "notes": (note("segments", columns=("Regio",)),),
            "facts": {"drijfveer": "0.1.0", "codebook": "small 1"},
            "columns": {"text": "Toelichting", "score": "Cijfer"},
        }
        return Findings(**(defaults | parts))

    return _build


@pytest.fixture
def driver_line():
    return driver_row


@pytest.fixture
def findings(build):
    return build()
