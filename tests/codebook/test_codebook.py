from pathlib import Path

import pytest

from drijfveer.codebook import codebook_names, parse_term, read_codebook
from drijfveer.codebook.integrity import check_codebook, covers
from drijfveer.errors import CodebookError

HEAD = """
id = "mine"
version = 1
label = { nl = "Mijn", en = "Mine" }
catch_all = "general.overall"

[[driver]]
id = "general"
label = { nl = "Algemeen", en = "General" }
definition = { nl = "Alles", en = "All" }

[[driver.theme]]
id = "general.overall"
label = { nl = "Algemeen", en = "Overall" }
definition = { nl = "Alles", en = "All" }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "codebook.toml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "terms" / "nl").mkdir(parents=True)
    return tmp_path


def write_terms(folder: Path, *lines: str) -> None:
    (folder / "terms" / "nl" / "general.overall.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_customer_codebook_has_its_frame():
    book = read_codebook("customer")
    assert (len(book.drivers), len(book.themes), len(book.signals)) == (15, 44, 3)
    assert book.label_of("delivery.speed", "en") != book.label_of("delivery.speed", "nl")
    codes = {*book.themes, *(signal.id for signal in book.signals)}
    for language in ("nl", "en"):
        assert set(book.terms[language]) == codes
        assert all(book.terms[language].values())


@pytest.mark.parametrize("name", codebook_names())
def test_shipped_codebooks_have_no_faults(name):
    assert [str(problem) for problem in check_codebook(name)] == []


def test_every_theme_says_what_belongs_and_what_does_not():
    book = read_codebook("customer")
    assert [theme.id for theme in book.themes.values() if not theme.belongs] == []
    for theme in book.themes.values():
        for excluded in theme.excludes:
            _, arrow, target = excluded.rpartition(" -> ")
            assert not arrow or target in book.themes, f"{theme.id} sends {excluded!r} to an unknown theme"


def test_hash_follows_the_terms_and_not_the_line_ends(folder):
    write_terms(folder, "goed = pos")
    before = read_codebook(folder).hash
    (folder / "terms" / "nl" / "general.overall.txt").write_bytes(b"goed = pos\r\n")
    assert read_codebook(folder).hash == before
    write_terms(folder, "goed = neg")
    assert read_codebook(folder).hash != before


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["b", "a"], "line 2: 'a' is out of order"),
        (["a", "a"], "line 2: 'a' stands there twice"),
        (["# ok", "Snel"], "line 2: 'Snel' has capitals"),
        (["a", "# late"], "line 2: a comment stands below the terms"),
        (["cafe\u0301"], "is not in Unicode NFC"),
        (["a "], "has spaces at an end"),
        (["bezorg*", "bezorgkosten"], "line 2: 'bezorgkosten' is shadowed by 'bezorg\\*'"),
        (["(lang|kort) duren", "kort duren"], "line 2: 'kort duren' is shadowed by"),
        (["bezorg* = neg", "bezorgkosten = pos"], "line 2: 'bezorgkosten = pos' contradicts 'bezorg\\* = neg'"),
        (["op tijd", "op tijd & trein"], "line 2: 'op tijd & trein' is shadowed by 'op tijd'"),
        (["bezorging", "bezorging = neg"], "line 2: 'bezorging = neg' contradicts 'bezorging'"),
        (["(a"], "line 1: The term '\\(a' opens"),
    ],
)
def test_faults_are_found_with_file_and_line(folder, lines, message):
    write_terms(folder, *lines)
    problems = [str(problem) for problem in check_codebook(folder)]
    with pytest.raises(AssertionError, match=message):
        assert not problems, "\n".join(problems)


def test_conditions_and_special_cases_shadow_nothing(folder):
    write_terms(folder, "*personeel", "op tijd", "tijd ! geen", "tijd & op", "toppersoneel = pos")
    assert check_codebook(folder) == []


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        ("bezorg*", "bezorgen", True),
        ("bezorg*", "bezorg*", True),
        ("bezorg*", "*bezorg*", False),
        ("*kosten", "bezorgkosten", True),
        ("*kosten", "kosten*", False),
        ("*zorg*", "bezorg*", True),
        ("a b", "a .. b", False),
        ("a", "a b", False),
        ("(a|b*)", "(bc|a)", True),
        ("(a|b)", "(a|c)", False),
    ],
)
def test_covers(wide, narrow, expected):
    assert covers(parse_term(wide).pattern.forms[0], parse_term(narrow).pattern.forms[0]) is expected


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("[[driver.theme]]", "[[driver.themes]]"), "catch_all theme 'general.overall' is not among"),
        (('id = "general.overall"', 'id = "other.overall"'), "stands under the driver 'general'"),
        (('label = { nl = "Mijn", en = "Mine" }', 'label = "Mine"'), "must be { nl = ..., en = ... }"),
        (("version = 1", ""), "has no 'version'"),
        (("version = 1", "version = "), "cannot be read"),
        (("[[driver]]", "[driver]"), "cannot be read|where \\[\\[driver\\]\\] is meant"),
    ],
)
def test_malformed_codebooks_are_refused(folder, change, message):
    (folder / "codebook.toml").write_text(HEAD.replace(*change, 1), encoding="utf-8")
    with pytest.raises(CodebookError, match=message):
        read_codebook(folder)


def test_terms_of_an_unknown_theme_are_refused(folder):
    (folder / "terms" / "nl" / "price.level.txt").write_text("duur = neg\n", encoding="utf-8")
    with pytest.raises(CodebookError, match=r"price\.level\.txt belongs to no theme"):
        read_codebook(folder)


def test_unknown_codebook_is_named_with_those_that_ship():
    with pytest.raises(CodebookError, match=r"no codebook 'klant'\. Shipped are customer"):
        read_codebook("klant")
