"""Reader: from one text to its mentions and signals, each with its evidence and its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from drijfveer.codebook import Codebook
from drijfveer.coding.draft import Draft
from drijfveer.coding.hits import Hit, Reading, find_hits
from drijfveer.coding.mention import Coding, Mention, SignalMention
from drijfveer.coding.polarity import Opinion, judge
from drijfveer.coding.vocabulary import Vocabulary
from drijfveer.coding.words import Words

REACH = 8  # how far, in words and barriers, a name may stand from what judges it
_CLAUSE_BARRIER = 3
_TAKEN_BARRIER = 5  # the word judges another name right after it: "eten en [slechte bediening]"
NEUTRAL_BELOW = 0.25  # "redelijk", "gaat wel"
BARE_ANSWER = 3  # words; an answer so short that only names something ("Prijs") is a mention
SHORT_COMMENT = 12  # words; praise or blame in a comment so short is about the whole
_SHORT_UNIT = 4  # a unit of so few words may judge the name before it: "De service? Waardeloos!"

# How sure a code is by the way it was found, where no model says so.
CONFIDENCE = {"term": 0.75, "near": 0.7, "far": 0.5, "next unit": 0.4, "overall": 0.4, "named": 0.4}


@dataclass(slots=True, eq=False)
class _Candidate:
    """Hold what may become a mention: how it was found, the name that was found and the opinion on it."""

    theme: str
    unit: int
    positions: tuple[int, ...]
    strength: float
    way: str
    name: Hit | None
    opinion: Opinion | None

    @property
    def polarity(self) -> str:
        """Tell which way the strength points."""
        if abs(self.strength) < NEUTRAL_BELOW:
            return "neu"
        return "pos" if self.strength > 0 else "neg"

    @property
    def rank(self) -> tuple[float, float, int]:
        """Give what the best of several is chosen by."""
        return (CONFIDENCE[self.way], abs(round(self.strength, 3)), -self.positions[0])

    @property
    def reasons(self) -> tuple[str, ...]:
        """Name the terms that it rests on."""
        named = (f"term: {self.name.entry.term.line}",) if self.name else ()
        return (*named, *_reasons(self.opinion)) if self.opinion else named


class Reader:
    """Read texts of one language with a codebook's terms and the lexicon."""

    def __init__(self, codebook: Codebook, language: str) -> None:
        """Compile the vocabulary; takes about a second."""
        self._catch_all = codebook.catch_all
        self._vocabulary = Vocabulary(codebook, language)

    def knows(self, form: str) -> bool:
        """Tell whether a word of this form occurs in any term."""
        return self._vocabulary.finder.knows(form)

    def read(self, text: str) -> Coding:
        """Code one text by rules alone."""
        return self.draft(text).coding

    def draft(self, text: str) -> Draft:
        """Say what the rules make of a text."""
        return self.draft_words(self._vocabulary.tokeniser.split(text))

    def draft_words(self, words: Words) -> Draft:
        """Say what the rules make of a text that is split into words already."""
        reading = find_hits(words, self._vocabulary)
        opinions = self._judge(reading)
        candidates = _judged(opinions) + _named(reading, opinions, self._catch_all)
        specific = [candidate for candidate in candidates if candidate.theme != self._catch_all]
        chosen = specific or _overall(candidates, opinions, self._catch_all, len(reading.words))
        praise, blame = _weigh_units(opinions, len(reading.opens))
        return Draft(
            words=words,
            units=reading.units,
            unit_bounds=_bounds(reading),
            mentions=_best(chosen, reading),
            signals=_signals(opinions, reading),
            praise=praise,
            blame=blame,
        )

    def _judge(self, reading: Reading) -> list[Opinion]:
        """Weigh what judges; a signal of blame only ("nooit meer") is gone when turned round, not turned to praise."""
        one_sided = self._vocabulary.one_sided
        return [
            opinion for opinion in judge(reading) if opinion.strength <= 0 or opinion.hit.entry.code not in one_sided
        ]


def _weigh_units(opinions: Iterable[Opinion], units: int) -> tuple[Sequence[float], Sequence[float]]:
    """Add up praise and blame per unit; what someone will do next (a signal) is neither."""
    praise, blame = [0.0] * units, [0.0] * units
    for opinion in opinions:
        if opinion.hit.entry.kind == "signal":
            continue
        if opinion.strength > 0:
            praise[opinion.hit.unit] += opinion.strength
        else:
            blame[opinion.hit.unit] -= opinion.strength
    return praise, blame


def _judged(opinions: Iterable[Opinion]) -> list[_Candidate]:
    """Make candidates of the terms that judge by themselves."""
    return [
        _from_opinion(opinion.hit.entry.code, opinion, "term")
        for opinion in opinions
        if opinion.hit.entry.kind == "theme"
    ]


def _from_opinion(theme: str, opinion: Opinion, way: str) -> _Candidate:
    return _Candidate(theme, opinion.hit.unit, opinion.hit.positions, opinion.strength, way, None, opinion)


def _named(reading: Reading, opinions: Sequence[Opinion], catch_all: str) -> list[_Candidate]:
    """Make candidates of the names that something judges: the lexicon, or a term of their own theme or none."""
    names = reading.names
    if not names:
        return []
    judging = [opinion for opinion in opinions if opinion.hit.entry.kind != "signal"]
    name_starts = {hit.first for hit in names}
    taken = {opinion.hit.last for opinion in judging if opinion.hit.last + 1 in name_starts}
    candidates = []
    for name in names:
        candidate = _judge_name(name, judging, taken, reading, catch_all)
        if candidate:
            candidates.append(candidate)
    return candidates


def _judge_name(
    name: Hit, opinions: Sequence[Opinion], taken: set[int], reading: Reading, catch_all: str
) -> _Candidate | None:
    best: Opinion | None = None
    least = REACH + 1
    for opinion in opinions:
        if opinion.hit.unit == name.unit and opinion.hit.positions != name.positions:
            distance = _distance(name, opinion.hit, taken, reading)
            if distance < least:
                best, least = opinion, distance
    way = "near" if least <= 2 else "far"
    if best is None:
        best, way = _from_next_unit(name, opinions, reading), "next unit"
    code = name.entry.code
    if best is None or not (best.is_general or best.hit.entry.code in (code, catch_all)):
        wished = any(wish.unit == name.unit for wish in reading.marks.get("wish", ()))
        bare = best is None and (wished or len(reading.words) <= BARE_ANSWER)
        if name.entry.term.strength is None and not bare:
            return None
        return _Candidate(code, name.unit, name.positions, 0.0, "named", name, None)
    positions = tuple(sorted({*name.positions, *best.hit.positions})) if way != "next unit" else name.positions
    return _Candidate(code, name.unit, positions, best.strength, way, name, best)


def _distance(name: Hit, judge: Hit, taken: set[int], reading: Reading) -> int:
    low, high = (name.last, judge.first) if judge.first > name.first else (judge.last, name.first)
    distance = max(0, high - low - 1)
    between = reading.words.breaks[low + 1 : high + 1]
    distance += _CLAUSE_BARRIER * (len(between) - between.count(0))
    if judge.last in taken and judge.last + 1 != name.first:
        distance += _TAKEN_BARRIER
    return distance


def _from_next_unit(name: Hit, opinions: Sequence[Opinion], reading: Reading) -> Opinion | None:
    """Find what judges a name in a short unit right after its own."""
    units = reading.units
    own_end = name.last
    while own_end + 1 < len(units) and units[own_end + 1] == name.unit:
        own_end += 1
    if own_end - name.last > _SHORT_UNIT:
        return None
    unit = name.unit + 1
    length = sum(1 for number in units[own_end + 1 : own_end + 2 + _SHORT_UNIT] if number == unit)
    if not 0 < length <= _SHORT_UNIT:
        return None
    return next((opinion for opinion in opinions if opinion.hit.unit == unit and opinion.is_general), None)


def _overall(
    candidates: Sequence[_Candidate], opinions: Sequence[Opinion], catch_all: str, length: int
) -> list[_Candidate]:
    """Say whether a comment that speaks of no driver is content or not.

    A short one says it by praise, blame or a signal ("aanrader"). A long one speaks of something that the terms do
    not know; then only terms of the catch-all itself count.
    """
    general = list(candidates)
    if length > SHORT_COMMENT:
        opinions = ()
    general += [
        _from_opinion(catch_all, opinion, "overall")
        for opinion in opinions
        if opinion.is_general or opinion.hit.entry.kind == "signal"
    ]
    balance = sum(candidate.strength for candidate in general)
    side = [candidate for candidate in general if candidate.strength * balance > 0]
    return side or general


def _best(candidates: Iterable[_Candidate], reading: Reading) -> tuple[Mention, ...]:
    """Keep the best evidence per theme and polarity, in the order of the text."""
    best: dict[tuple[str, str], _Candidate] = {}
    for candidate in candidates:
        key = (candidate.theme, candidate.polarity)
        if key not in best or candidate.rank > best[key].rank:
            best[key] = candidate
    judged = {theme for theme, polarity in best if polarity != "neu"}
    kept = [
        _mention(candidate, polarity, reading)
        for (theme, polarity), candidate in best.items()
        if polarity != "neu" or theme not in judged
    ]
    return tuple(sorted(kept, key=lambda mention: (mention.start, mention.theme, mention.polarity)))


def _mention(candidate: _Candidate, polarity: str, reading: Reading) -> Mention:
    return Mention(
        unit=candidate.unit,
        start=reading.words.starts[candidate.positions[0]],
        end=reading.words.ends[candidate.positions[-1]],
        theme=candidate.theme,
        polarity=polarity,
        strength=round(candidate.strength, 3),
        confidence=CONFIDENCE[candidate.way],
        reasons=candidate.reasons,
    )


def _signals(opinions: Iterable[Opinion], reading: Reading) -> tuple[SignalMention, ...]:
    first: dict[tuple[str, str], SignalMention] = {}
    for opinion in opinions:
        if opinion.hit.entry.kind != "signal":
            continue
        polarity = "pos" if opinion.strength > 0 else "neg"
        first.setdefault(
            (opinion.hit.entry.code, polarity),
            SignalMention(
                signal=opinion.hit.entry.code,
                polarity=polarity,
                start=reading.words.starts[opinion.hit.first],
                end=reading.words.ends[opinion.hit.last],
                reasons=_reasons(opinion),
            ),
        )
    return tuple(first.values())


def _reasons(opinion: Opinion) -> tuple[str, ...]:
    own = f"{opinion.hit.entry.kind if opinion.is_general else 'term'}: {opinion.hit.entry.term.line}"
    return (own, *(f"{mark.entry.kind}: {mark.entry.term.line}" for mark in opinion.marks))


def _bounds(reading: Reading) -> tuple[tuple[int, int], ...]:
    starts, ends = reading.words.starts, reading.words.ends
    lasts = [*(position - 1 for position in reading.opens[1:]), len(ends) - 1]
    return tuple((starts[first], ends[last]) for first, last in zip(reading.opens, lasts, strict=False))
