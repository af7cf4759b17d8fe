import pytest

from drijfveer.codebook import parse_term
from drijfveer.errors import CodebookError


@pytest.mark.parametrize(
    ("line", "forms"),
    [
        ("op tijd", ["op tijd"]),
        ("(snel|vlot) geholpen", ["snel/vlot geholpen"]),
        ("[heel] snel", ["heel snel", "snel"]),
        ("(op tijd|stipt)", ["op tijd", "stipt"]),
        ("bel* .. terug", ["bel* .. terug"]),
        ("(a|b [c]) d", ["a/b d", "b c d"]),
        ("een|twee", ["een/twee"]),
        ("[(a|b)] c", ["a/b c", "c"]),
    ],
)
def test_forms_of_a_pattern(line, forms):
    assert [" ".join("/".join(place) for place in form) for form in parse_term(line).pattern.forms] == forms


@pytest.mark.parametrize(
    ("line", "strength"),
    [("traag = neg", -0.6), ("snel = pos", 0.6), ("winkel = neu", 0.0), ("winkel", None), ("fraai = 0.75", 0.75)],
)
def test_strength_of_a_term(line, strength):
    assert parse_term(line).strength == strength


def test_conditions_of_a_term():
    term = parse_term("lijn & (trein|bus) ! online ! vaste lijn = neg")
    assert [pattern.forms for pattern in term.near] == [((("trein", "bus"),),)]
    assert [pattern.forms for pattern in term.never] == [((("online",),),), ((("vaste",), ("lijn",)),)]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("(snel|vlot", r"opens a '\(' that is not closed"),
        ("snel)", r"has a '\)' that opens nothing"),
        ("snel = goed", "'goed' follows '='; allowed are pos, neg, neu or -1 to 1"),
        ("snel = 1.5", "'1.5' follows '='"),
        ("& snel", "has an empty part"),
        ("snel !", "has an empty part"),
        (".. terug", "can begin or end with nothing"),
        ("[heel]", "can begin or end with nothing"),
        ("* snel", r"has a bare '\*'"),
        ("[a] [b] [c] [d] [e] [f] [g] h", "stands for 128 forms; at most 100"),
    ],
)
def test_malformed_terms_are_refused(line, message):
    with pytest.raises(CodebookError, match=message):
        parse_term(line)
