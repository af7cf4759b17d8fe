"""Language: tell Dutch from English, and both from anything else, by their frequent words."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

LANGUAGES = ("nl", "en", "de", "fr")  # the first two are told apart; the others end as "unknown"

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FIRST_TOKENS = 200  # a language shows within these
_FEW_TOKENS = 4
_LEAST_EVIDENCE = 0.2  # points per word, in texts of more than a few words
_LEAST_LEAD = 0.12  # share of its points by which the winner leads
_WORD, _PART = 1.0, 0.4  # points for a word of the list, and for a typical part of one

_Points = tuple[float, float, float, float]  # in the order of LANGUAGES
_NOTHING: _Points = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class _Lexicon:
    words: dict[str, _Points]
    starts: dict[str, _Points]
    ends: dict[str, _Points]
    inside: dict[str, _Points]


def detect_language(text: str) -> str:
    """Give "nl", "en" or "unknown" for a comment, from the words in it alone.

    Each word gives points to the languages that list it, split where several do; an unlisted word counts by its
    beginning, end and typical letters. Too little evidence, a tie, or German or French in the lead is "unknown".

    >>> [detect_language(text) for text in ("Heel snel geleverd", "Very quick delivery", "Sehr schnell", "Top")]
    ['nl', 'en', 'unknown', 'unknown']
    """
    tokens = _TOKEN.findall(text.casefold())[:_FIRST_TOKENS]
    nl = en = de = fr = 0.0
    for token in tokens:
        points = _token_points(token)
        nl += points[0]
        en += points[1]
        de += points[2]
        fr += points[3]
    best, language = (nl, "nl") if nl >= en else (en, "en")
    second = max(min(nl, en), de, fr)
    if best <= second or best - second < _LEAST_LEAD * best:
        return "unknown"
    if len(tokens) > _FEW_TOKENS and best < _LEAST_EVIDENCE * len(tokens):
        return "unknown"
    return language


@lru_cache(maxsize=1 << 16)
def _token_points(token: str) -> _Points:
    lexicon = _lexicon()
    token = token.replace("’", "'")
    if points := lexicon.words.get(token):
        return points
    if len(token) < 3:
        return _NOTHING
    found = [lexicon.starts.get(token[:size]) for size in range(1, 6)]
    found += [lexicon.ends.get(token[-size:]) for size in range(1, 6)]
    found += [lexicon.inside.get(token[at : at + size]) for size in (1, 2, 3) for at in range(len(token))]
    parts = [points for points in found if points]
    if not parts:
        return _NOTHING
    totals = [sum(column) for column in zip(*parts, strict=True)]
    scale = _PART / max(sum(totals), 1.0)
    nl, en, de, fr = (total * scale for total in totals)
    return (nl, en, de, fr)


@cache
def _lexicon() -> _Lexicon:
    listed: dict[str, set[str]] = {}
    folder = resources.files("drijfveer.intake").joinpath("languages")
    for language in LANGUAGES:
        for line in folder.joinpath(f"{language}.txt").read_text(encoding="utf-8").splitlines():
            for entry in [] if line.startswith("#") else line.split():
                listed.setdefault(entry, set()).add(language)
    lexicon = _Lexicon({}, {}, {}, {})
    for entry, languages in listed.items():
        nl, en, de, fr = (_WORD / len(languages) if language in languages else 0.0 for language in LANGUAGES)
        _table(lexicon, entry)[entry.strip("*")] = (nl, en, de, fr)
    return lexicon


def _table(lexicon: _Lexicon, entry: str) -> dict[str, _Points]:
    if entry.startswith("*") and entry.endswith("*"):
        return lexicon.inside
    if entry.startswith("*"):
        return lexicon.ends
    return lexicon.starts if entry.endswith("*") else lexicon.words


@cache
def _language_names() -> dict[str, str]:
    text = resources.files("drijfveer.intake").joinpath("languages/names.toml").read_text(encoding="utf-8")
    return {name: language for language, names in tomllib.loads(text).items() for name in names}


def read_language(cell: str) -> str | None:
    """Read the language that an export states: nl, en, or unknown for any other; None where it states none.

    >>> read_language("Nederlands"), read_language("en-GB"), read_language("de"), read_language("")
    ('nl', 'en', 'unknown', None)
    """
    name = cell.strip().casefold().replace("_", "-")
    known = _language_names()
    return known.get(name) or known.get(re.split(r"[- (]", name, maxsplit=1)[0])
