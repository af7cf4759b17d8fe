from importlib import resources

import pytest

from drijfveer.codebook.integrity import check_terms
from drijfveer.coding.vocabulary import LISTS, read_lexicon, read_list

FOLDER = resources.files("drijfveer.coding").joinpath("lexicon")
FILES = [(language, name) for language in ("nl", "en") for name in (*LISTS, "number")]


@pytest.mark.parametrize(("language", "name"), FILES)
def test_list_has_no_faults(language, name):
    file = FOLDER.joinpath(language).joinpath(f"{name}.txt")
    assert [str(problem) for problem in check_terms(file, f"lexicon/{language}/{name}.txt")] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_file_is_left_out(language):
    assert {file.name for file in FOLDER.joinpath(language).iterdir()} == {f"{name}.txt" for _, name in FILES}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_line_is_both_praise_and_blame(language):
    lexicon = read_lexicon(language)
    praise, blame = (
        {form for term in lexicon[name] for form in term.pattern.forms} for name in ("positive", "negative")
    )
    assert praise & blame == set()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_praise_is_positive_and_blame_negative(language):
    assert all((term.strength or 0) > 0 for term in read_list(language, "positive"))
    assert all((term.strength or 0) < 0 for term in read_list(language, "negative"))
