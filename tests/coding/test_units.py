"""Opinion units: where clauses part, with hard cases as data, and what each says by the rules."""

import json
from pathlib import Path

import pytest

CASES = Path(__file__).parents[1] / "cases" / "units.jsonl"
ROWS = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case["id"])
def test_units(rules, case):
    coding = rules.code(case["text"], case["language"])
    assert [case["text"][start:end] for start, end in coding.units] == case["units"]


@pytest.mark.parametrize("case", [case for case in ROWS if case["codes"]], ids=lambda case: case["id"])
def test_codes_of_the_units(rules, case):
    found: dict[str, list[str]] = {}
    for mention in rules.code(case["text"], case["language"]).mentions:
        found.setdefault(mention.theme, []).append(mention.polarity)
    assert {theme: sorted(found.get(theme, [])) for theme in case["codes"]} == case["codes"]
