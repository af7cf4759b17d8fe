import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drijfveer.coding.finder import WIDEST_GAP, Finder
from drijfveer.coding.words import Tokeniser

NL = Tokeniser("nl")


def places(pattern: str) -> tuple[tuple[str, ...], ...]:
    return tuple((word,) for word in pattern.split())


def find(patterns: list[str], text: str) -> list[str]:
    """Give what each pattern matches, as "pattern: words"."""
    finder = Finder()
    for number, pattern in enumerate(patterns):
        finder.add(number, places(pattern))
    words = NL.split(text)
    return [
        f"{patterns[key]}: {' '.join(words.forms[p] for p in positions)}" for key, positions in finder.find(words).found
    ]


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("op tijd", "Netjes op tijd", ["op tijd"]),
        ("op tijd", "op de tijd", []),
        ("bezorg*", "bezorgkosten en bezorg", ["bezorgkosten", "bezorg"]),
        ("*kosten", "bezorgkosten, kosten", ["bezorgkosten", "kosten"]),
        ("*zorg*", "verzorging", ["verzorging"]),
        ("bel* .. terug", "ze belden mij nooit meer terug", ["belden terug"]),
        ("bel* .. terug", "ze belden terug", ["belden terug"]),
        ("bel* .. terug", "belden een twee drie vier vijf zes zeven terug", []),
        ("bel* .. terug", "ze belden. Kom terug", []),
        ("0 uur", "na 2 uur, 1,5 uur en 3uur", ["2 uur", "1,5 uur", "3 uur"]),
        ("10", "een 10 en een 8", ["10"]),
        ("super", "suuuuper", ["suuuuper"]),
        ("heel", "heeeel", ["heeeel"]),
        ("een", "ÉÉN", ["een"]),
    ],
)
def test_pattern_matches(pattern, text, found):
    assert find([pattern], text) == [f"{pattern}: {words}" for words in found]


def test_patterns_that_share_a_beginning_are_all_found():
    assert find(["te laat", "te laat gebracht", "laat"], "te laat gebracht") == [
        "te laat: te laat",
        "te laat gebracht: te laat gebracht",
        "laat: laat",
    ]


WORD = st.sampled_from(["a", "b", "c", "ab", "abc"])


@given(st.lists(WORD, max_size=12), st.lists(WORD, min_size=1, max_size=3), st.booleans())
def test_finder_agrees_with_a_regular_expression(text, pattern, gap):
    """A second implementation: a regular expression over the joined words."""
    middle = rf"(?: \w+){{0,{WIDEST_GAP}}} " if gap else " "
    expression = re.compile(r"(?<!\w)(?=(" + middle.join(pattern) + r")(?!\w))")
    expected = {match.start() for match in expression.finditer(" ".join(text))}
    words = NL.split(" ".join(text))
    finder = Finder()
    finder.add(0, places((" .. " if gap else " ").join(pattern)))
    assert {words.starts[positions[0]] for _, positions in finder.find(words).found} == expected


PATTERN = st.lists(st.tuples(WORD, st.sampled_from([" ", " .. "])), min_size=1, max_size=4)
TEXT = st.lists(st.tuples(WORD, st.sampled_from([" ", ". "])), max_size=12)


@given(st.lists(PATTERN, min_size=1, max_size=8), st.lists(TEXT, min_size=1, max_size=4))
def test_patterns_and_texts_do_not_get_in_each_others_way(patterns, texts):
    lines = list(dict.fromkeys("".join(part for pair in pattern for part in pair).rstrip(" .") for pattern in patterns))
    together = Finder()
    for key, line in enumerate(lines):
        together.add(key, places(line))
    for words in (NL.split("".join(part for pair in text for part in pair)) for text in texts):
        found = together.find(words).found
        assert len(found) == len(set(found))
        assert [positions[0] for _, positions in found] == sorted(positions[0] for _, positions in found)
        for key, line in enumerate(lines):
            alone = Finder()
            alone.add(key, places(line))
            assert {match for match in found if match[0] == key} == set(alone.find(words).found)
