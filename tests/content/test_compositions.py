"""What the sentences become together: every pair that the grammar allows, and thousands of lines found as the coach finds them."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from itertools import product
from typing import Any

import pytest

from rasa_project.coach import Library, Situation
from rasa_project.coach.compose import composed_lines
from rasa_project.coach.content import TONES, Medium, Role, Tone
from rasa_project.coach.lines import find_line
from rasa_project.coach.measure import questions, sentences, words
from rasa_project.coach.phrase import Phrase
from rasa_project.coach.wanted import wanted_offer, wanted_reason, wanted_time
from tests.coach.situations import Talk, asking, declining, own_words, situation
from tests.content.rules import banned, found

TIMES = ("on Saturday", "on Wednesday afternoon", "tomorrow", "tomorrow night", "at the weekend", "this weekend", "next week")
TRUTHS = ("love", "desire", "touch", "not_you")
SHAPES = (
    "softer",
    "funnier",
    "shorter",
    "direct",
    "another",
    "as_text",
    "as_said",
    "with_reason",
    "without_reason",
    "with_offer",
    "without_offer",
    "with_time",
    "without_time",
)
MEDIA: tuple[Medium, ...] = ("said", "texted")
SEVERAL = 3
"""Lines for one thing that is asked for, at least, before there is nothing more to say."""
DRAWN, TALKS, TURNS = 20_000, 150, 8
MOST_OF_ONE = 12
"""How many composed lines of one situation are judged; the pieces of all of them are judged one by one in test_gate.py."""
LONG_DRAWN, LONG_TALKS, LONG_MOST_OF_ONE = 200_000, 5_000, 48


# --- what must be true of any line


class Judge:
    """Says what is wrong with a line that is offered in a situation.

    Sentences come back in thousands of lines, so each is searched once; no pattern reaches from one sentence into the next.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._gives: dict[str, set[str]] = defaultdict(set)
        """The reasons and offers that a piece of a sentence gives."""
        for entry, said in (*((reason, reason.clauses) for reason in library.reasons), *((entry, entry.offers) for entry in library.alternatives)):
            for sentence in (sentence for tone in TONES for sentence in said.of(tone)):
                self._gives[_piece(sentence)].add(entry.id)
        self._whole = {line.text: line for line in (*library.banks["decline"], *library.banks["ask"], *library.banks["hear_a_no"])}

    def faults(self, at: Situation, text: str) -> list[str]:
        """Everything that is wrong; empty for a line that is fit to say."""
        details, parts = at.details, split(text)
        place = "decline" if details.role == "decliner" else "hear" if details.took_a_no else "ask"
        wrong = [fault for part in parts for fault in _bans(part, place)]
        if words(text) > 25 or len(parts) > 3 or text.count("?") > 1 or (details.medium == "texted" and len(text) > 160):
            wrong.append("too long")
        if "{" in text or "  " in text or not text[0].isupper() or text.removesuffix(" x")[-1] not in ".?":
            wrong.append("badly put together")
        if place == "decline" and not any(_found("no_clauses", part) for part in parts):
            wrong.append("no unmistakable no")
        if place == "ask":
            wrong += [f"nothing of {name}" for name in ("ways_out", "times") if not _found(name, text)]
            wrong += _asks_for_something_else(at, text)
        return wrong + list(self._unasked(at, text, parts))

    def _unasked(self, at: Situation, text: str, parts: tuple[str, ...]) -> Iterator[str]:
        """A time, an offer, a reason or a truth that the person did not name."""
        reason, offer, time = wanted_reason(self._library, at), wanted_offer(at), wanted_time(at)
        line = self._whole.get(text.replace(time, "{time}") if time else text)
        if line is not None:
            if (line.reason or reason, line.offer or offer) != (reason, offer):
                yield "a whole line of another reason or offer"
            if not line.needs <= at.details.truths:
                yield "says what was not said to be true"
        for part in parts:
            given = {identity for piece in re.split(r", so |, but ", part) for identity in self._gives.get(_piece(piece), ())}
            if given and not given & {reason, offer}:
                yield f"{', '.join(given)} unasked"
            tells_its_own_time = bool(given) or (line is not None and (line.reason is not None or line.offer is not None))
            if not tells_its_own_time and _found("another_time", part.replace(time, "") if time else part):
                yield "a time unasked"


def _piece(text: str) -> str:
    """A reason or an offer as it may stand within a sentence."""
    return text.rstrip(".?")[:1].lower() + text.rstrip(".?")[1:]


@cache
def _bans(sentence: str, place: str) -> tuple[str, ...]:
    return tuple(banned(sentence, place))


@cache
def _found(section: str, sentence: str) -> frozenset[str]:
    return found(section, sentence)


@cache
def split(text: str) -> tuple[str, ...]:
    """The sentences of a line."""
    return tuple(re.split(r"(?<=[.?]) ", text))


def _asks_for_something_else(at: Situation, text: str) -> list[str]:
    asked, meant = _found("plain_asks", text), at.details.asks_for
    if meant == "sex":
        return [] if "sex" in asked else ["does not ask for what was meant"]
    if meant == "closeness" or at.details.alternative is not None:
        return ["asks for more than was meant"] if asked & {"sex", "intimacy"} and "closeness" not in asked else []
    return ["says sex unasked"] if "sex" in asked else []


@pytest.fixture(scope="module")
def judge(library: Library) -> Judge:
    """The judge of this library's lines."""
    return Judge(library)


# --- every line that is written whole


def test_every_whole_line_tells_no_reason_and_no_offer_but_its_own(library: Library, judge: Judge) -> None:
    """Read one by one, since a drawing of thousands meets a given line with a given wish only now and then."""
    wrong = []
    for bank, wants in (("decline", declining), ("hear_a_no", partial(asking, took_a_no=True))):
        for line in library.banks[bank]:
            at = wants(reason=line.reason, alternative=line.offer, truths=frozenset(TRUTHS), medium=line.medium)
            wrong += [f"{line.id}: {fault}" for fault in judge.faults(at, line.text) if fault.endswith("unasked") and "a time" not in fault]
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:20])


# --- every pair


def _reasons(library: Library, role: Role) -> list[str | None]:
    return [None, *(reason.id for reason in library.reasons if reason.role == role and not reason.partner_aimed)]


def _offers(library: Library) -> list[str | None]:
    return [None, *(alternative.id for alternative in library.alternatives)]


def _composed(library: Library, at: Situation, long: bool) -> list[Phrase]:
    """Some of the lines that can be composed, drawn by a seed of this situation's own; all of them where they are few."""
    lines, most = list(composed_lines(library, at, TONES)), LONG_MOST_OF_ONE if long else MOST_OF_ONE
    return lines if len(lines) <= most else random.Random(str(at.details)).sample(lines, most)


def _check(judge: Judge, at: Situation, phrases: list[Phrase]) -> None:
    wrong = [f"{phrase.text!r}: {faults}" for phrase in phrases if (faults := judge.faults(at, phrase.text))]
    assert not wrong, f"{len(wrong)} of {len(phrases)} lines for {at.details}:\n" + "\n".join(wrong[:10])


@pytest.mark.parametrize("medium", MEDIA)
def test_every_opening_goes_with_every_closing(library: Library, judge: Judge, medium: Medium) -> None:
    at = declining(medium=medium, truths=frozenset(TRUTHS))
    phrases = list(composed_lines(library, at, TONES, every=True))
    assert len(phrases) > 100
    _check(judge, at, phrases)


@pytest.mark.parametrize("medium", MEDIA)
def test_every_reason_goes_with_every_offer_in_every_tone(library: Library, judge: Judge, long: bool, medium: Medium) -> None:
    for reason, offer in product(_reasons(library, "decliner"), _offers(library)):
        at = declining(medium=medium, reason=reason, alternative=offer, truths=frozenset(TRUTHS))
        _check(judge, at, _composed(library, at, long))


@pytest.mark.parametrize("time", TIMES)
def test_every_time_goes_with_every_reason_and_with_every_offer(library: Library, judge: Judge, long: bool, time: str) -> None:
    named = [(reason, None) for reason in _reasons(library, "decliner")] + [(None, offer) for offer in _offers(library)]
    for reason, offer in named:
        at = declining(reason=reason, alternative=offer, time=time, truths=frozenset(TRUTHS))
        phrases = _composed(library, at, long)
        assert all(time in phrase.text for phrase in phrases)
        _check(judge, at, phrases)


@pytest.mark.parametrize("asks_for", [None, "sex", "intimacy", "closeness"])
@pytest.mark.parametrize("time", [None, *TIMES[:3]])
def test_every_personal_word_goes_with_every_ask(library: Library, judge: Judge, long: bool, asks_for: str | None, time: str | None) -> None:
    for reason, medium in product(_reasons(library, "asker"), MEDIA):
        at = asking(medium=medium, reason=reason, time=time, asks_for=asks_for, truths=frozenset(TRUTHS))
        _check(judge, at, _composed(library, at, long))


@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize("medium", MEDIA)
def test_whatever_a_person_names_there_is_a_line_for_it(library: Library, long: bool, tone: Tone, medium: Medium) -> None:
    """The first answer holds a usable line: a reason, an offer and a time named together must not leave a person without."""
    random_, times = random.Random(f"{tone} {medium}"), (None, TIMES[0])
    pairs = list(product(_reasons(library, "decliner"), _offers(library)))
    if not long:  # each pair in one tone and medium, dealt out in turn
        dealt = TONES.index(tone) * len(MEDIA) + MEDIA.index(medium)
        pairs = pairs[dealt :: len(TONES) * len(MEDIA)]
    without = [
        (reason, offer, time)
        for reason, offer in pairs
        for time in (times if long else (random_.choice(times),))
        if find_line(library, declining(tone=tone, medium=medium, reason=reason, alternative=offer, time=time)) is None
    ]
    assert not without, f"{len(without)}, the first {without[:3]}"


@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize("medium", MEDIA)
def test_whatever_an_asker_names_there_is_an_ask_for_it(library: Library, tone: str, medium: Medium) -> None:
    for reason, time, asks_for in product(_reasons(library, "asker"), (None, TIMES[0]), (None, "sex", "intimacy", "closeness")):
        at = asking(tone=tone, medium=medium, reason=reason, time=time, asks_for=asks_for)
        assert find_line(library, at) is not None, at.details


@pytest.mark.parametrize("wish", ["another", "softer", "funnier", "direct", "as_text"])
@pytest.mark.parametrize("time", [None, TIMES[0]])
def test_who_asks_for_a_cuddle_is_not_given_words_for_more(library: Library, judge: Judge, wish: str, time: str | None) -> None:
    for alternative in _offers(library)[1:]:
        talk = Talk(library)
        talk.hear("how_to_ask", alternative=alternative, time=time)
        talk.hear("refine_phrase", shapes=(wish,))
        for answer in talk.answers:
            faults = judge.faults(_as_heard(talk), answer.line) if answer.line else []
            assert not faults, f"{alternative}: {answer.line}: {faults}"
        assert talk.answers[0].line, alternative


@pytest.mark.parametrize("wish", ["another", "softer", "funnier", "direct", "as_text"])
def test_who_asks_for_a_film_is_given_words_for_a_film(library: Library, wish: str) -> None:
    """Something else nobody named is never asked for in its place, not even when the lines for it are used up."""
    named = [alternative for alternative in library.alternatives if alternative.id != "nothing_tonight"]
    for alternative in named:
        talk = Talk(library)
        talk.hear("how_to_ask", alternative=alternative.id)
        for _ in range(4):
            talk.hear("refine_phrase", shapes=(wish,))
        lines = [answer.line for answer in talk.answers if answer.line is not None]
        assert lines, alternative.id
        assert lines[0] == talk.answers[0].line
        written = {entry.text for entry in library.banks["ask"] if entry.offer == alternative.id}
        wishes = [wish for tone in TONES for wish in alternative.offers.of(tone)]
        others = [line for line in lines if line not in written and not any(wish in line for wish in wishes)]
        assert not others, f"{alternative.id}: {others}"


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("time", [None, TIMES[0]])
def test_who_asks_for_a_film_has_more_than_one_line_for_it(library: Library, judge: Judge, medium: Medium, time: str | None) -> None:
    few = []
    for alternative in library.alternatives:
        if alternative.id == "nothing_tonight" or (time and alternative.id in ("breakfast", "sleep_early_wake_slow")):
            continue  # nothing to ask for; a day of its own
        at, found = asking(alternative=alternative.id, time=time, medium=medium, truths=alternative.needs, asks_for="closeness"), []
        while len(found) < SEVERAL:
            offered = replace(at.session.offered, lines=tuple(found))
            phrase = find_line(library, at.with_session(replace(at.session, offered=offered, turn=len(found) + 1)))
            if phrase is None:
                break
            found.append(phrase.text)
            assert not judge.faults(at, phrase.text), phrase.text
        few += [f"{alternative.id}: {len(found)}"] if len(found) < SEVERAL else []
    assert not few


def test_who_asks_for_a_film_on_saturday_is_given_words_for_a_film_on_saturday(library: Library) -> None:
    for alternative in library.alternatives:
        if alternative.id in ("nothing_tonight", "breakfast"):  # nothing to ask for; a day of its own
            continue
        line = Talk(library).hear("how_to_ask", alternative=alternative.id, time="on Saturday").line or ""
        written = {
            entry.text.replace("{time}", "on Saturday").replace("tonight", "on Saturday")
            for entry in library.banks["ask"]
            if entry.offer == alternative.id
        }
        wishes = [wish for tone in TONES for wish in alternative.offers.of(tone)]
        assert line in written or (any(wish in line for wish in wishes) and "on Saturday" in line), f"{alternative.id}: {line}"


# --- thousands, as the coach finds them


def drawn_situation(library: Library, random_: random.Random) -> Situation:
    """A situation as it could come about: details of which a person named some."""
    role: Role = random_.choice(("decliner", "asker"))
    took_a_no = role == "asker" and random_.random() < 0.3
    known: dict[str, Any] = {
        "reason": random_.choice([None, *(reason.id for reason in library.reasons)]),
        "alternative": random_.choice([None, None, *_offers(library)]) if role == "decliner" else None,
        "time": random_.choice([None, None, *TIMES]),
        "tone": random_.choice([None, *TONES]),
        "medium": random_.choice(MEDIA),
        "asks_for": random_.choice([None, "sex", "intimacy", "closeness"]) if role == "asker" else None,
        "truths": frozenset(random_.sample(TRUTHS, random_.randrange(5))),
        "left_out": frozenset(random_.sample(("reason", "offer", "time"), random_.choice((0, 0, 0, 1, 2)))),
    }
    return situation("refine_phrase", role=role, took_a_no=took_a_no, seed=random_.randrange(2**32), **known)


def test_thousands_of_lines_are_all_fit_to_say(library: Library, judge: Judge, long: bool) -> None:
    random_ = random.Random("compositions")
    seen: set[str] = set()
    wrong: list[str] = []
    for _ in range(LONG_DRAWN if long else DRAWN):
        at = drawn_situation(library, random_)
        shorter = random_.choice((None, None, None, 12))
        phrase = find_line(library, at, at_most_words=shorter)
        if phrase is None:
            wrong += [f"nothing to say for {at.details}"] if shorter is None else []
            continue
        seen.add(phrase.text)
        if shorter is not None and words(phrase.text) > shorter:
            wrong.append(f"{phrase.text!r} is not shorter")
        wrong += [f"{phrase.text!r} ({at.details}): {fault}" for fault in judge.faults(at, phrase.text)]
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:10])
    assert len(seen) > 2000, "the drawing reaches too few lines"


def test_whole_conversations_offer_only_lines_that_are_fit_to_say(library: Library, judge: Judge, long: bool) -> None:
    random_ = random.Random("conversations")
    for number in range(LONG_TALKS if long else TALKS):
        talk = Talk(library, seed=number, channel=random_.choice(("text", "voice")))
        intent = random_.choice(("not_in_the_mood", "how_to_ask", "got_turned_down"))
        for _ in range(TURNS):
            named = {
                "reason": random_.choice([None, None, None, *(reason.id for reason in library.reasons)]),
                "shapes": tuple(random_.sample(SHAPES, random_.choice((0, 1, 1, 2)))),
                "time": random_.choice((None, None, *TIMES)),
                "truths": frozenset(random_.sample(TRUTHS, random_.choice((0, 0, 1)))),
            }
            answer = talk.hear(intent, **({} if intent == "repeat" else named))
            where = f"talk {number}, {intent}: {answer}"
            if answer.line is not None and talk.session.details.topic is None:
                faults = judge.faults(_as_heard(talk), answer.line)
                assert not faults, f"{faults}: {where}"
            own = own_words(library, answer)
            assert questions(own) <= 1, where
            assert words(answer.before) + words(answer.after) <= (20 if answer.line else 45), where
            assert sentences(own) <= (2 if answer.line else 3), where
            assert not (answer.line and "?" in answer.line and "?" in own), f"a question after a line that asks one: {where}"
            intent = random_.choice(("refine_phrase", "refine_phrase", "just_a_line", "inform", "repeat"))


def _as_heard(talk: Talk) -> Situation:
    """The situation in which the last line was offered, for a repeated one as well."""
    return replace(situation("refine_phrase"), session=talk.session)
