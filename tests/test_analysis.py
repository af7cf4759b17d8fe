import datetime
import json
from pathlib import Path

import pandas as pd
import pytest

import drijfveer
from drijfveer.errors import InputError, OutputError, SettingsError
from drijfveer.tables import COMMENTS, DRIVERS, MENTIONS, SCORE, SIGNALS

DATE = datetime.date(2026, 1, 2)


@pytest.fixture(scope="module")
def sample() -> drijfveer.Analysis:
    return drijfveer.analyse(drijfveer.sample_path())


def test_public_names_are_importable():
    assert [name for name in drijfveer.__all__ if not hasattr(drijfveer, name)] == []


def test_sample_gives_every_table_of_the_contract(sample):
    COMMENTS.check(sample.comments)
    MENTIONS.check(sample.mentions)
    SIGNALS.check(sample.signals)
    SCORE.check(sample.score)
    DRIVERS.check(sample.linked)
    assert len(sample.drivers) == 15
    assert len(sample.themes) == 44


def test_no_row_is_lost(sample):
    rows = len(pd.read_csv(drijfveer.sample_path(), sep=";", dtype="str", keep_default_na=False))
    assert len(sample.comments) == rows
    counts = sample.counts
    assert counts["rows"] == rows == counts["comments"] + counts["non_answers"] + counts["empty"]


def test_evidence_is_the_text_at_its_place(sample):
    texts = sample.comments.set_index("comment_id")["text"]
    for frame in (sample.mentions, sample.signals):
        assert len(frame) > 0
        for row in frame.itertuples():
            assert texts[row.comment_id][row.start : row.end] == row.evidence


def test_explanation_reproduces_the_mentions(sample):
    for comment_id, rows in list(sample.mentions.groupby("comment_id", sort=False))[:150]:
        explanation = sample.explain(comment_id)
        columns = ["theme", "polarity", "start", "end", "strength", "confidence", "source"]
        assert [tuple(getattr(m, name) for name in columns) for m in explanation.coding.mentions] == list(
            rows[columns].itertuples(index=False, name=None)
        )
        assert all(mention.reasons for mention in explanation.coding.mentions)
        for mention in explanation.coding.mentions:  # a mention is no surer than its theme
            assert mention.confidence <= explanation.probabilities[mention.theme] + 0.001


def test_explain_names_an_unknown_id(sample):
    with pytest.raises(InputError, match=r"no comment 'nowhere' in lichtveld\.csv\. Ids look like"):
        sample.explain("nowhere")


def test_row_order_and_processes_change_nothing(sample):
    export = pd.read_csv(drijfveer.sample_path(), sep=";", dtype="str", keep_default_na=False)
    shuffled = export.sample(frac=1, random_state=4)
    again = drijfveer.analyse(shuffled, settings=drijfveer.Settings(jobs=2))
    keys = ["comment_id", "start", "theme", "polarity"]
    left = sample.mentions.sort_values(keys).reset_index(drop=True)
    right = again.mentions.sort_values(keys).reset_index(drop=True)
    pd.testing.assert_frame_equal(left, right)
    pd.testing.assert_frame_equal(sample.linked, again.linked)


def test_save_writes_what_the_architecture_names(sample, tmp_path):
    sample.save(tmp_path / "new" / "out", date=DATE)
    out = tmp_path / "new" / "out"
    assert sorted(path.name for path in out.iterdir()) == [
        "analysis.json", "comments.parquet", "drivers.csv", "mentions.parquet", "report.html", "signals.parquet",
    ]  # fmt: skip
    pd.testing.assert_frame_equal(pd.read_parquet(out / "mentions.parquet"), sample.mentions)
    record = json.loads((out / "analysis.json").read_text(encoding="utf-8"))
    assert record["counts"]["rows"] == len(sample.comments)
    assert record["scale"]["name"] == "nps"
    assert record["versions"]["codebook"].startswith("customer 1 (")


def test_same_analysis_gives_the_same_bytes(sample, tmp_path):
    sample.save(tmp_path / "a", date=DATE)
    drijfveer.analyse(drijfveer.sample_path()).save(tmp_path / "b", date=DATE)
    for path in sorted((tmp_path / "a").iterdir()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_saving_leaves_other_files_alone_and_replaces_its_own(sample, tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "report.html").write_text("old", encoding="utf-8")
    sample.save(tmp_path, date=DATE)
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "report.html").read_text(encoding="utf-8") != "old"


def test_a_file_where_a_folder_is_meant(sample, tmp_path):
    place = tmp_path / "out"
    place.write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="out is a file; a folder is meant"):
        sample.save(place)


def test_classify_needs_no_score():
    frame = pd.DataFrame({"opmerking": ["Vriendelijk personeel", "n.v.t.", "Te duur"]})
    coded = drijfveer.classify(frame)
    assert list(zip(coded.mentions["comment_id"], coded.mentions["theme"], strict=True)) == [
        ("1", "empathy.friendliness"),
        ("3", "price.level"),
    ]
    assert coded.mentions.columns[0] == "comment_id"


def test_settings_refuse_no_processes():
    with pytest.raises(SettingsError, match="jobs is 0; it must be 1 or more"):
        drijfveer.Settings(jobs=0)


def test_one_row_gives_a_report_without_figures(tmp_path: Path):
    analysis = drijfveer.analyse(pd.DataFrame({"NPS": ["9"], "toelichting": ["Vriendelijk geholpen"]}))
    assert set(analysis.drivers["base"]) == {"hidden"}
    assert "Vriendelijk" in analysis.to_html(date=DATE)
