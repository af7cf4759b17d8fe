from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drijfveer.errors import TableError
from drijfveer.linking import Tally, tally_respondents
from drijfveer.linking.tally import GROUPS, PROFILES
from drijfveer.tables import ANSWERS

quick = settings(max_examples=50, deadline=None)
statuses = st.sampled_from(["promoter", "passive", "detractor", None])
coded = st.lists(
    st.tuples(
        st.sampled_from(["delivery.speed", "delivery.courier", "delivery.packing", "price.level"]),
        st.sampled_from(["pos", "neg", "neu"]),
    ),
    max_size=5,
)
records = st.lists(
    st.one_of(
        st.tuples(statuses, st.just("comment"), coded),
        st.tuples(statuses, st.sampled_from(ANSWERS), st.just([])),
    ),
    max_size=25,
)


def naive_profile(polarities):
    if {"pos", "neg"} <= polarities:
        return "mixed"
    return "positive" if "pos" in polarities else "negative" if "neg" in polarities else "neutral"


@quick
@given(records=records)
def test_counts_equal_those_of_a_plain_loop(records, tables, codebook):
    tally = tally_respondents(*tables(records), codebook)
    expected = np.zeros_like(tally.mentioners)
    for status, _, mentions in records:
        group = GROUPS.index(status or "unscored")
        for place, code in enumerate(tally.codes):
            polarities = {polarity for theme, polarity in mentions if code in (theme, theme.split(".")[0])}
            if polarities:
                expected[place, group, PROFILES.index(naive_profile(polarities))] += 1
    assert np.array_equal(tally.mentioners, expected)
    for place, answer in enumerate(ANSWERS):
        for group, name in enumerate(GROUPS):
            count = sum(1 for status, given_, _ in records if given_ == answer and (status or "unscored") == name)
            assert tally.respondents[place, group] == count


@quick
@given(records=records, cuts=st.tuples(st.integers(0, 25), st.integers(0, 25)))
def test_parts_add_up_to_the_whole(records, cuts, tables, codebook):
    low, high = sorted(cuts)
    parts = [
        tally_respondents(*tables(part, first=first), codebook)
        for part, first in ((records[:low], 1), (records[low:high], 100), (records[high:], 200))
    ]
    whole = tally_respondents(*tables(records), codebook)
    assert parts[0] + parts[1] + parts[2] == whole
    assert parts[2] + (parts[1] + parts[0]) == whole


@quick
@given(records=records, seed=st.integers(0, 1000))
def test_the_order_and_the_index_of_the_rows_do_not_matter(records, seed, tables, codebook):
    comments, mentions = tables(records)
    shuffled = comments.sample(frac=1, random_state=seed), mentions.sample(frac=1, random_state=seed)
    assert tally_respondents(*shuffled, codebook) == tally_respondents(comments, mentions, codebook)


def test_a_driver_is_the_union_of_its_themes(tables, codebook):
    both = [("delivery.speed", "pos"), ("delivery.courier", "neg"), ("delivery.speed", "pos")]
    tally = tally_respondents(*tables([("promoter", "comment", both)]), codebook)
    promoter = GROUPS.index("promoter")
    assert dict(zip(PROFILES, tally.of("delivery")[promoter], strict=True)) == {
        "neutral": 0,
        "positive": 0,
        "negative": 0,
        "mixed": 1,
    }
    assert tally.of("delivery.speed").sum() == 1
    assert tally.of("delivery.speed")[promoter, PROFILES.index("positive")] == 1
    assert tally.of("price").sum() == 0


def test_a_neutral_mention_beside_another_changes_nothing(tables, codebook):
    mentions = [("price.level", "neu"), ("price.level", "neg")]
    tally = tally_respondents(*tables([("passive", "comment", mentions)]), codebook)
    assert tally.of("price")[GROUPS.index("passive"), PROFILES.index("negative")] == 1


def test_counts_are_closed_for_writing(tables, codebook):
    tally = tally_respondents(*tables([]), codebook)
    with pytest.raises(ValueError, match="read-only"):
        tally.mentioners[0, 0, 0] = 1


def test_tallies_differ_by_any_count(tables, codebook):
    tally = tally_respondents(*tables([("promoter", "comment", [("price.level", "pos")])]), codebook)
    assert tally != tally + tally
    assert tally != replace(tally, mentioners=tally.mentioners * 2)
    assert tally != "tally"


def test_tallies_of_different_codebooks_do_not_add(tables, codebook):
    tally = tally_respondents(*tables([]), codebook)
    other = Tally(("price",), tally.respondents, tally.mentioners[:1])
    with pytest.raises(TableError, match=r"different codebooks.*delivery"):
        tally + other
    with pytest.raises(TableError, match="the order of their codes"):
        tally + replace(tally, codes=tally.codes[::-1])


def test_counts_of_the_wrong_shape_are_refused(tables, codebook):
    tally = tally_respondents(*tables([]), codebook)
    with pytest.raises(TableError, match=r"mentioners have the shape \(6, 4, 4\); it should be \(1, 4, 4\)"):
        Tally(("price",), tally.respondents, tally.mentioners)


ONE = [("promoter", "comment", [("price.level", "pos")])]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"theme": "price.gold"}, "the theme is not in the codebook 'small'.*'price.gold'"),
        ({"driver": "delivery"}, "the theme stands under another driver than the codebook's: 'price.level'"),
        ({"comment_id": "99"}, "the comment_id is not in the table comments: '99'"),
        ({"polarity": "good"}, "polarity of the table mentions holds .*'good'"),
    ],
)
def test_mentions_that_do_not_fit_are_refused(change, message, tables, codebook):
    comments, mentions = tables(ONE)
    with pytest.raises(TableError, match=message):
        tally_respondents(comments, mentions.assign(**change), codebook)


def test_mentions_of_empty_comments_are_refused(tables, codebook):
    comments, mentions = tables(ONE)
    with pytest.raises(TableError, match="belongs to an empty comment: '1'"):
        tally_respondents(comments.assign(answer="empty"), mentions, codebook)


def test_ids_that_are_not_unique_are_refused(tables, codebook):
    comments, mentions = tables(ONE * 2)
    with pytest.raises(TableError, match="comment_id '1' more than once"):
        tally_respondents(comments.assign(comment_id="1"), mentions.assign(comment_id="1"), codebook)


def test_tables_that_lack_columns_are_refused(tables, codebook):
    comments, mentions = tables(ONE)
    with pytest.raises(TableError, match=r"comments lacks the columns \['status'\]"):
        tally_respondents(comments.drop(columns="status"), mentions, codebook)
