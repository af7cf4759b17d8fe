"""drijfveer within spaCy: spans in any Dutch or English pipeline, saved, sent to other processes and shown."""

import pytest
import spacy
from spacy import displacy

from drijfveer.errors import SettingsError

TEXTS = {
    "nl": ["De bezorger was erg vriendelijk, maar het eten was koud.", "n.v.t.", "Veel te duur!"],
    "en": ["Friendly staff, but the app keeps crashing.", "n/a", "Far too expensive!"],
}


def codes(doc, key="drijfveer"):
    return [(span.label_, span.id_, span.text) for span in doc.spans[key]]


@pytest.fixture(scope="module", params=["nl", "en"])
def language(request):
    return request.param


@pytest.fixture(scope="module")
def pipeline(language):
    nlp = spacy.blank(language)
    nlp.add_pipe("drijfveer")
    return nlp


def test_spans_are_those_of_the_coder(pipeline, language, coder):
    for text in TEXTS[language]:
        doc = pipeline(text)
        coding = coder.code(text, language)
        assert [(label, polarity) for label, polarity, _ in codes(doc)] == [
            (mention.theme, mention.polarity) for mention in coding.mentions
        ]
        group = doc.spans["drijfveer"]
        assert group.attrs["confidence"] == [mention.confidence for mention in coding.mentions]
        assert all(
            text[mention.start : mention.end] in span.text for mention, span in zip(coding.mentions, group, strict=True)
        )


def test_other_parts_of_a_pipeline_do_not_matter(pipeline, language):
    nlp = spacy.blank(language)
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("drijfveer", name="drivers", config={"spans_key": "drivers"})
    for text in TEXTS[language]:
        assert codes(nlp(text), "drivers") == codes(pipeline(text))


def test_it_survives_disk_and_bytes(pipeline, language, tmp_path):
    expected = [codes(doc) for doc in pipeline.pipe(TEXTS[language])]
    pipeline.to_disk(tmp_path / "nlp")
    assert [codes(doc) for doc in spacy.load(tmp_path / "nlp").pipe(TEXTS[language])] == expected
    fresh = spacy.blank(language)
    fresh.add_pipe("drijfveer")
    assert [codes(doc) for doc in fresh.from_bytes(pipeline.to_bytes()).pipe(TEXTS[language])] == expected


@pytest.mark.slow
def test_it_works_in_two_processes(pipeline, language):
    expected = [codes(doc) for doc in pipeline.pipe(TEXTS[language])]
    assert [codes(doc) for doc in pipeline.pipe(TEXTS[language], n_process=2, batch_size=1)] == expected


def test_a_doc_survives_bytes(pipeline, language):
    doc = pipeline(TEXTS[language][0])
    again = spacy.tokens.Doc(pipeline.vocab).from_bytes(doc.to_bytes())
    assert codes(again) == codes(doc)
    assert again.spans["drijfveer"].attrs["strength"] == doc.spans["drijfveer"].attrs["strength"]


def test_displacy_shows_it(pipeline, language):
    html = displacy.render(
        pipeline(TEXTS[language][2]), style="span", options={"spans_key": "drijfveer"}, jupyter=False
    )
    assert "price.level" in html


def test_a_language_it_does_not_read_is_refused():
    with pytest.raises(SettingsError, match="language is 'de'; drijfveer reads nl and en"):
        spacy.blank("de").add_pipe("drijfveer")
