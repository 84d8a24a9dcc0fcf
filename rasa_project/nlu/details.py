"""Picks up the details of a message in passing: reason, alternative, time, wishes for the line, country, age."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from rasa_project.coach.content import Library
from rasa_project.coach.intents import ASKING, DECLINING
from rasa_project.library import load_library
from rasa_project.nlu.age import age_said
from rasa_project.nlu.another_time import DAYS, AnotherTime, Time, time_in_own_words
from rasa_project.nlu.deeds import is_done_by_them
from rasa_project.nlu.dictation import dictated, may_hold_words
from rasa_project.nlu.featurizer import MEANING
from rasa_project.nlu.line_changes import asks, line_changes, points_at_a_line
from rasa_project.nlu.names import Names
from rasa_project.nlu.own_words import own_words
from rasa_project.nlu.part_left_out import part_left_out, refused_words
from rasa_project.nlu.pronoun import pronoun_of_partner
from rasa_project.nlu.reason_in_words import is_kept_from_them, reason_in_words
from rasa_project.nlu.reported_speech import is_reported
from rasa_project.nlu.schedule_words import schedule_wish
from rasa_project.nlu.sounds import misheard
from rasa_project.nlu.text import tidy
from rasa_project.nlu.tokenizer import english
from rasa_project.nlu.two_times import better_time
from rasa_project.nlu.word_tagger import WordTagger, shared_reason_tagger, shared_tagger

NEGATIONS = frozenset({"not", "n't", "nt", "no", "never", "isnt", "dont", "wasnt", "aint", "without"})
PUT_RIGHT = frozenset({"already_said_no", "i_am_asked", "i_am_asking", "not_asked_yet", "put_it_in"}) | {
    "both_here_now",
    "discreet_text",
    "how_was_it",
    "i_want_to_say",
    "not_only_tonight",
    "not_that_word",
    "no_hurry",
    "not_for_a_while",
    "not_ready",
    "said_maybe",
    "start_over",
    "not_tonight_said",
    "tell_the_truth",
    "they_said_yes",
    "use_name",
    "wants_less",
    "wants_more",
    "no_answer_yet",
    "no_first",
    "did_you_keep",
    "what_if_they_say",
    "no_score",
    "nothing_happened",
    "too_forward",
    "looked_sad",
}
"""Choices about the line just offered, wherever they stand in a message."""
SAID_YES_EARLIER = "said_yes_earlier"
"""The choice that tells of a yes from earlier, before anything began."""
MEANT_IN_PASSING = frozenset(
    {"not_afraid", "hurts", "hurt_one", "mending_one", "practise_no", "practise_ask", "misread", "talked", "they_answered"}
) | {
    "manner_silent",
    "manner_disappointed",
    "quietly",
    "aloud_again",
    "beside_me",
    "nervous_now",
    "to_my_screen",
    "into_it_now",
    "no_again",
    "fine_with_it",
    "wants_again",
    SAID_YES_EARLIER,
}
"""Choices that are told in passing, in a message of any length."""
TELLS_A_REASON = DECLINING | ASKING | {"inform", "explain_reason", "just_a_line", "want_alternatives"}
"""Intents of which a message may tell a reason that is given in the line."""
TOLD_REASON = "told_reason"
"""Set on a message by the classifier: the reason that it tells by its meaning, None where none is clear (`reasons_told.py`)."""
WHEN_TO_SAY = "when_to_say"
ASKS_WHEN = frozenset({WHEN_TO_SAY, "when_to_send", "where_to_say", "wake_or_wait"})
"""Remarks that ask for the time or the place to say a line."""
TEXT_OR_SAY = "text_or_say"
"""The remark that asks whether to write or to say it, which has an answer of its own."""
REMARK = "remark"
"""Set on a message by the classifier: what it says of the line, or of the answer to it, None where nothing is clear (`remarks.py`)."""
WHAT_TO_SAY_BACK = "what_to_say_back"
"""The choice by which somebody asks what to answer, which is never denied."""
GAP, HOUR = "...", "@hour"
LONGEST_GAP = 5
LONGEST_PARTING = 16
"""Tokens of a message that somebody leaves with, at most."""
_HOUR = r"^(?:\d{1,2}(?:[:.]\d\d)?(?:am|pm)?|half|quarter|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dawn|silly)$"
_HOUR_TOGETHER = re.compile(r"\b(\d+)([ap]m)\b")
_SAID_AGAIN = frozenset({"said", "sed", "meant", "mean", "told"})
_SENTENCE_ENDS = frozenset({".", "!", "?", ";"})
THEY_SAID_YES = "they_said_yes"
"""The choice that tells good news; it is none where it is wished for: "i wish she said yes just once"."""
_HOPES = frozenset({"wish", "wishing", "wished", "hope", "hoping", "hoped", "if", "unless", "until", "till", "imagine", "nearly", "almost"})
_DOUBTS = frozenset({"if", "whether", "sure", "unsure", "wonder", "wondering", "doubt", "maybe"})
PARTING = "parting"
"""The choice by which somebody leaves; it ends a message."""
_BEFORE_A_PARTING = frozenset({"ok", "okay", "k", "right", "anyway", "then", "said", "thanks", "thank", "ta", "cheers", "love", "so", "well"})
_YES = re.compile(
    r"^\W*(?:(?:well|um+|erm|oh|ok|okay|so|ah|er)\W+)?(?:yess?|yea+h?|yep|yup|aye|yeh|i am|sure|of course|definitely|correct)\b", re.IGNORECASE
)
_OVER = re.compile(
    r"^\W{0,6}(?:lol|haha+|oh|well|yes|i'?m|i am|am|we'?re|both)?\W{0,6}(?:way|well|far|long|miles|much|a lot|very much|just|definitely|loads)[ -]+"
    r"(?:over|past|older|above|beyond)\b(?: (?:than )?(?:that|it|18|eighteen))?(?=\W{0,6}(?:$|lol|haha|i'?m|thanks|mate|love|\d))",
    re.IGNORECASE,
)
"""How somebody says that they are older than what was asked: "way over lol"."""
PARTNERS_WORDS = "partners_words"
"""The kind of phrases that stand for what the partner said, whoever repeats them."""
DEED = "deed"
"""The things that are thanked for, whoever's they are."""
_LIKE_A = re.compile(r"\b(?:sounds?|reads?|feels?|looks?|seems?|bit|too much) like (?:a|an|some|the|from)(?: \w+)?$")
"""Before what something is only compared with."""
_PIN = re.compile(r"[0-9]{4,8}")
_SEX = re.compile(r"\bsex\b|\bshag|\bhav(?:e|ing) it off\b|\bintercourse\b", re.IGNORECASE)
_LOVE = re.compile(r"(?<!not )(?<!n't )(?<!without )(?<!to not )\bmak(?:e|ing) love\b", re.IGNORECASE)
_CLOSENESS = re.compile(
    r"\b(?:just|only) (?:want |like |wann?a )?(?:a |to |some )*(?:cuddle|hug|hold|kiss|affection|(?:lie|lay|rest) (?:on|against) (?:his|her|their))"
    r"|\b(?:a |the )?(?:cuddle|hug|kiss|kissing|cuddling)s?(?:'s| is|s are)?,? (?:yes|yeah|fine|okay|ok|good)\b(?! ?night)"
    r"|\byes to (?:a |the |some )?(?:cuddle|hug|kiss|holding|being held)"
    r"|\b(?:love|like|want) (?:some|a bit of|a little) (?:closeness|tenderness|affection)\b"
    r"|\bwant (?:only|just) (?:the |a |to |some )?(?:cuddl|hug|hold|kiss)"
    r"|\bno,? but (?:a |some |to )?(?:cuddle|hug|kiss|hold)"
    r"|\b(?:do )?(?:want|like|love|need) to be held\b|\b(?:he|she|they) to hold me\b|\b(?:him|her|them) to (?:just )?hold me\b"
    r"|\bskin (?:to|on) skin\b|\b(?:no|nothing|not) more than (?:that|this)\b"
    r"|\bmiss(?:ing|ed)? (?:just |only )?(?:holding|hugging|cuddling|being held|hugs?|cuddles?"
    r"|(?:his|her|their|our) (?:arms?|hands?|hugs?|cuddles?))\b"
    r"|\b(?:not|no|without|isn'?t|(?:don'?t|do not) want)\W+(?:to have )?sex\b",
    re.IGNORECASE,
)


_YES_EARLIER = re.compile(
    r"\b(?:said|(?:told|promised|texted) (?:my )?\w+) (?:a )?yes (?:at|earlier|before|this|on the|by|in the|hours|an hour|over) ?(?!that\b|it\b)",
    re.IGNORECASE,
)
"""A yes of one's own from earlier in the day."""
_TONIGHT_AFTER_ALL = re.compile(
    r"\b(?:i|i'?d|i'?m|we|us)\b[^.?!]{0,25}\b(?:love|like|want|ask|asking|wanna|fancy)\b(?![^.?!]{0,15}\b(?:sleep|rest|bed|no)\b)[^.?!]{0,25}"
    r"(?<!not )(?<!of )(?<!than )\b(?:tonight|tonite|2nite|this evening)\b",
    re.IGNORECASE,
)
"""The evening that somebody wants, named after another day that is part of the story."""


class DetailFinder:
    """Finds what the content knows names for, and times, in a message."""

    def __init__(self, library: Library) -> None:
        self._language = english()
        named = _named(library)
        self._kinds = tuple(kind for kind in named if kind != PARTNERS_WORDS)
        self._names = Names(
            (kind, label, form) for kind, entries in named.items() for label, phrases in entries for phrase in phrases for form in _forms(phrase)
        )
        self._room_for = {entry.id: entry.text for entry in library.things}
        self._only_after = {entry.id: frozenset(entry.after) for entry in library.things if entry.after}
        self._asides = frozenset(entry.id for entry in library.choices if f"aside.{entry.id}" in library.moments)
        self._buttons = defaultdict(list)
        for button in library.buttons:
            self._buttons[_title(button.title)].append(button.id)
        self._asks_for_closeness = frozenset(entry.id for entry in library.reasons if entry.asks_for == "closeness")
        self._told = Matcher(self._language.vocab)
        for entry in library.reasons:
            if entry.told_as:
                self._told.add(entry.id, [_around_other_words(form) for form in entry.told_as])
        self._times = AnotherTime(self._language.vocab)

    def find(self, text: str) -> list[dict[str, Any]]:
        """The details as Rasa entities: name, value, place in the tidy text. Of each kind the last named counts, for shapes and truths all."""
        text = tidy(text)
        document = self._read(text)
        found: list[dict[str, Any]] = []
        named, said, reported = self._named_in(document)
        for kind, spans in named.items():
            name = "reason" if kind == "occasion" else kind
            meant = self._meant(name, spans, reported)
            if name == "thing":
                own = [span for span in meant if (span.label_ == DEED or not _is_of_another(span)) and self._is_a_thing(span)]
                found += [_entity(name, self._room_for[span.label_].replace("{thing}", span.text), span.start_char, span.end_char) for span in own]
                done = [span for span in own if span.label_ == DEED and is_done_by_them(span)]
                found += [_entity(DEED, self._room_for[DEED].replace("{thing}", span.text), span.start_char, span.end_char) for span in done[:1]]
                continue
            found += [_entity(name, span.label_, span.start_char, span.end_char) for span in meant]
        found += [_entity("reason_meant", span.label_, span.start_char, span.end_char) for span in named["reason"] if _is_said_again(span)]
        for span in said:
            if span in reported:
                found.append(_entity("partner_said", span.label_, span.start_char, span.end_char))
            if _is_all_there_is(span):
                found.append(_entity("partner_words", span.label_, span.start_char, span.end_char))
        for time in self._times.named(document)[-1:]:
            if _TONIGHT_AFTER_ALL.search(text, time.end):
                continue  # "she's off tomorrow at five, i'd love us to have tonight"
            # "sunday, not tuesday" leaves out no time: it names one
            found = [entity for entity in found if entity["value"] != "without_time" or not _leaves_out_another_day(text, entity, time)]
            found.append(_entity("time", time.to_say, time.start, time.end))
        found += self._from_patterns(text)
        found += [_entity("button", button, 0, len(text)) for button in self._buttons.get(_title(text), ())]
        return found

    def reasons_named(self, text: str) -> list[str]:
        """The reasons that `find` finds, in its order, in half the time."""
        named, _, reported = self._named_in(self._read(tidy(text)))
        return [span.label_ for kind in ("reason", "occasion") for span in self._meant("reason", named[kind], reported)]

    def _read(self, text: str) -> Doc:
        # lower case first: spaCy splits "can't" and "CAN'T" differently
        lowered = text.lower()
        return self._language.make_doc(lowered if len(lowered) == len(text) else text)

    def _named_in(self, document: Doc) -> tuple[dict[str, list[Span]], list[Span], list[Span]]:
        """What is named of each kind, what the partner may have said, and what is told as said by them."""
        found = self._names.find(document)
        said = filter_spans(found.get(PARTNERS_WORDS, []))
        named = {kind: _longest(found[kind]) if kind in found else [] for kind in self._kinds}
        told_around = [Span(document, start, end, label=label) for label, start, end in self._told(document)]
        named["reason"] = [*_longest(told_around), *named["reason"]]  # what is named beside it says more, and comes later
        # "it's date night" tells the occasion and asks for no date; "just a cuddle" asks for the cuddle
        told = [occasion for occasion in named["occasion"] if occasion.label_ not in self._asks_for_closeness]
        named["alternative"] = [span for span in named["alternative"] if not any(_lies_within(span, occasion) for occasion in told)]
        return named, said, [span for span in said if is_reported(span)]

    def _is_a_thing(self, span: Span) -> bool:
        return span.label_ not in self._only_after or _word_before(span) in self._only_after[span.label_]

    def _meant(self, name: str, spans: Sequence[Span], reported: Sequence[Span]) -> list[Span]:
        return [span for span in spans if (not _is_theirs(span, reported) if span.label_ in self._asides else _is_meant(name, span))]

    def _from_patterns(self, text: str) -> Iterator[dict[str, Any]]:
        if _YES.match(text) or _OVER.match(text):
            yield _entity("yes_first", "yes", 0, 1)
        by_ear = misheard(text)
        if by_ear is not None:
            yield _entity("by_ear", by_ear, 0, len(text))
        if _PIN.fullmatch(text.strip()):
            yield _entity("pin", text.strip(), 0, len(text))
        own_time = time_in_own_words(text)
        if own_time is not None:
            yield _entity("time_in_own_words", own_time, 0, len(text))
        if is_kept_from_them(text):
            yield _entity("shape", "without_reason", 0, len(text))
        earlier = _YES_EARLIER.search(text)
        if earlier is not None:
            yield _entity("choice", SAID_YES_EARLIER, earlier.start(), earlier.end())
        for words in refused_words(text):
            yield _entity("refused", words, 0, len(text))
        unwanted = part_left_out(text)
        if unwanted:
            yield _entity("part_left_out", " ".join(unwanted), 0, len(text))
        wanted = own_words(text)
        if wanted is not None:
            yield _entity("own_words", wanted.words, 0, len(text))
            yield _entity("own_way", wanted.way, 0, len(text))
        age = age_said(text)
        if age is not None:
            yield _entity("age", str(age), 0, len(text))
        closeness, sex = _CLOSENESS.search(text), _SEX.search(text)
        wish = schedule_wish(text)
        if wish is not None:
            yield _entity("schedule", wish.as_values(), 0, len(text))
        if closeness:
            yield _entity("asks_for", "closeness", closeness.start(), closeness.end())
        elif sex:
            yield _entity("asks_for", "sex", sex.start(), sex.end())
        elif love := _LOVE.search(text):
            yield _entity("asks_for", "intimacy", love.start(), love.end())


def _named(library: Library) -> dict[str, list[tuple[str, Sequence[str]]]]:
    """What the content names, in the order in which it is told: for each kind its labels, and the phrases that name each."""
    return {
        "reason": [(entry.id, entry.named_as) for entry in library.reasons if entry.role == "decliner"],
        "occasion": [(entry.id, entry.named_as) for entry in library.reasons if entry.role == "asker"],
        "alternative": [(entry.id, entry.named_as) for entry in library.alternatives],
        "shape": [(entry.id, entry.named_as) for entry in library.shapes],
        "truth": [(entry.id, entry.named_as) for entry in library.truths],
        "choice": [(entry.id, entry.named_as) for entry in library.choices],
        "country": [(entry.id.upper(), entry.named_as) for entry in library.countries],
        "wish": [(entry.id, entry.named_as) for entry in library.wishes],
        "part": [(entry.id, entry.named_as) for entry in library.parts],
        "signal": [(entry.id, entry.named_as) for entry in library.signals],
        "thing": [(entry.id, entry.named_as) for entry in library.things],
        "subject": [(entry.id, entry.named_as) for entry in library.subjects],
        "told_role": [(entry.id, entry.named_as) for entry in library.told_roles],
        "outcome": [(entry.id, entry.named_as) for entry in library.outcomes],
        "feeling": [(entry.id, entry.named_as) for entry in library.feelings],
        "told_day": [(entry.id, entry.named_as) for entry in library.told_days],
        "partner_said": [(entry.id, entry.done_as) for entry in library.partner],
        PARTNERS_WORDS: [(entry.id, entry.said_as) for entry in library.partner],
    }


def _around_other_words(form: str) -> list[dict[str, Any]]:
    """The tokens of a reason that is told around other words ("been up ... since @hour")."""
    pattern: list[dict[str, Any]] = []
    for word in form.split():
        if word == GAP:
            pattern += [{"IS_PUNCT": False, "OP": "?"}] * LONGEST_GAP
        elif word == HOUR:
            pattern.append({"LOWER": {"REGEX": _HOUR}})
        else:
            pattern.append({"LOWER": word})
    return pattern


def _forms(phrase: str) -> set[str]:
    """A phrase as written, without its apostrophes and with its hours apart ("2 am"), as people type it."""
    phrase = tidy(phrase).lower()
    forms = {phrase, phrase.replace("'", "")}
    return forms | {_HOUR_TOGETHER.sub(r"\1 \2", form) for form in forms}


def _is_meant(name: str, span: Span) -> bool:
    """Whether a name stands for what it says: not denied, and for a choice or a country not a mere word in passing."""
    if name == "country" and span.start and span.doc[span.start - 1].lower_ in ("in", "from"):
        return True
    if span.label_ == THEY_SAID_YES and not _HOPES.isdisjoint(token.lower_ for token in span.doc[max(0, span.start - 3) : span.start]):
        return False
    if span.label_ in PUT_RIGHT or span.label_ == WHAT_TO_SAY_BACK:
        return True  # "no, i'm the one asking": the no before it is for what the coach said; "she say no, how i answer": it is the partner's
    if span.label_ in MEANT_IN_PASSING:
        return not _is_denied(span)
    if name == "alternative" and _LIKE_A.search(span.doc[: span.start].text[-30:]):
        return False  # "make love sounds like a film" asks for none
    if name == "country" and span.text == "us":
        return len(span.doc) <= 2  # "us" is seldom the country
    if span.label_ == PARTING:
        return _ends_the_message(span)
    if name in ("choice", "country"):
        return _is_all_there_is(span) or (name == "choice" and _is_the_first_sentence(span))
    if name == "truth" and _is_doubted(span):
        return False
    return name in ("shape", "part") or not _is_denied(span)


def _is_of_another(span: Span) -> bool:
    """Whether a thing is the other's: "her hip" is no reason of one's own."""
    return _word_before(span) in ("his", "her", "their", "your")


def _word_before(span: Span) -> str:
    return str(span.doc[span.start - 1].lower_) if span.start else ""


def _title(text: str) -> str:
    """A button's title, or a message, without what people leave out when they type one."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower().replace("'", "")))


def _is_said_again(span: Span) -> bool:
    """Whether a reason is named as what was meant all along: "i said migraine", "no, i meant work"."""
    before = [token.lower_ for token in span.doc[max(0, span.start - 3) : span.start]]
    return not _SENTENCE_ENDS.intersection(before) and not _SAID_AGAIN.isdisjoint(before)


def _longest(spans: Sequence[Span]) -> list[Span]:
    """Of spans that overlap the longest; where several names fit the same words, all of them."""
    kept = {(span.start, span.end) for span in filter_spans(spans)}
    return [span for span in spans if (span.start, span.end) in kept]


def _lies_within(span: Span, longer: Span) -> bool:
    """Whether a name is a part of a longer one."""
    return bool(longer.start <= span.start and span.end <= longer.end and len(span) < len(longer))


def _is_theirs(span: Span, reported: Sequence[Span]) -> bool:
    """Whether words are among those that the partner said: "he'll say 'what's wrong with me then'" is no question of one's own."""
    return any(theirs.start <= span.start and span.end <= theirs.end for theirs in reported)


def _is_all_there_is(span: Span) -> bool:
    """Whether the words are most of a short message, not a mere word in passing."""
    return len(span.doc) <= 4 * len(span) + 2


def _is_doubted(span: Span) -> bool:
    """Whether what would be true is only wondered about: "i don't know if i still love her", "am i sure i love him"."""
    before = [token.lower_ for token in span.doc[max(0, span.start - 3) : span.start]]
    return not _DOUBTS.isdisjoint(before)


_AFTER_A_CHOICE = frozenset({"i", "guess", "suppose", "think", "please", "pls", "then", "thanks", "for", "him", "her", "them"})
"""Words with which a choice is softened: "words i guess, he had a bad day"."""


def _is_the_first_sentence(span: Span) -> bool:
    """Whether the words are a sentence of their own that opens the message ("words. i want to tell her")."""
    end = span.end
    while end < len(span.doc) and span.doc[end].lower_ in _AFTER_A_CHOICE:
        end += 1
    return span.start == 0 and end < len(span.doc) and span.doc[end].text[0] in ".!;:,"


def _ends_the_message(span: Span) -> bool:
    """Whether the words are the last of the message, and a clause of their own: "forget it, night", not "the whole night"."""
    after = span.doc[span.end :]
    if any(token.is_alpha for token in after) or len(span.doc) > LONGEST_PARTING:
        return False
    before = span.doc[span.start - 1] if span.start else None
    return before is None or before.is_punct or before.lower_ in _BEFORE_A_PARTING


def _leaves_out_another_day(text: str, left_out: dict[str, Any], time: Time) -> bool:
    """Whether what is left out is a day, and another than the one that is named."""
    words = set(re.findall(r"[a-z]+", text[left_out["start"] : left_out["end"]].lower()))
    return not words.isdisjoint(DAYS) and not left_out["start"] <= time.start < left_out["end"]


def _is_denied(span: Span) -> bool:
    """Whether one of the two words before says that it is not so ("i'm not tired", "it isn't work")."""
    if span[0].lower_ in NEGATIONS:
        return False  # "how do i say no without hurting him": it says itself what is not
    before = [token.lower_ for token in span.doc[max(0, span.start - 2) : span.start]]
    if "." in before:
        before = before[len(before) - before[::-1].index(".") :]  # "it was a no. all good": another sentence denies nothing
    if before == ["not", "tonight"]:
        return False  # "she said not tonight she's shattered" denies no tiredness
    return before[-1:] != ["but"] and not NEGATIONS.isdisjoint(before)  # "no but i'd love a cuddle" denies no cuddle


def _changes(text: str) -> list[dict[str, Any]]:
    """What a remark names of the line, as entities."""
    changes = line_changes(text)
    named = {"change_place": changes.place, "change_old": changes.old, "change_new": changes.new, "change_name": changes.name}
    found = [_entity("change_telling", word, 0, len(text)) for word in changes.telling]
    found += [_entity("asks", "yes", 0, len(text))] if asks(text) else []
    return found + [_entity(name, value, 0, len(text)) for name, value in named.items() if value is not None]


def _entity(name: str, value: str | dict[str, Any], start: int, end: int) -> dict[str, Any]:
    return {"entity": name, "value": value, "start": start, "end": end}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DetailExtractor(GraphComponent, EntityExtractorMixin):
    """The details of a message as Rasa entities."""

    @staticmethod
    def required_packages() -> list[str]:
        """What must be installed."""
        return ["spacy"]

    def __init__(self, finder: DetailFinder, tagger: WordTagger | None = None, reasons: WordTagger | None = None) -> None:
        self._finder = finder
        self._tagger = tagger
        self._reasons = reasons

    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> DetailExtractor:
        """As Rasa creates it; the names come from the content. Raises ContentError or ModelError when that, or the tagger, cannot be read."""
        return cls(DetailFinder(load_library()), shared_tagger(), shared_reason_tagger())

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the details to the entities of each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            entities = self._finder.find(text)
            told = message.get(TOLD_REASON)
            if told is not None and not any(entity["entity"] == "reason" for entity in entities):
                entities.append(_entity("reason", told, 0, len(text)))  # none is named; what the message means tells one
            remark = message.get(REMARK)
            better = better_time(tidy(text), asks_when=remark in ASKS_WHEN) if remark != TEXT_OR_SAY else {}
            if better:  # a question that names two times asks which, whatever else it may sound like
                remark = remark if remark in ASKS_WHEN else WHEN_TO_SAY
                entities += [_entity("better_time", f"{kind}:{which}", 0, len(text)) for kind, which in better.items()]
            if remark is not None:
                entities.append(_entity("remark", remark, 0, len(text)))
            if remark is not None or points_at_a_line(text):
                entities += _changes(text)
            pronoun = pronoun_of_partner(text)
            if pronoun is not None:
                entities.append(_entity("pronoun", pronoun, 0, len(text)))
            entities += self._dictated(message, remark, entities)
            entities += self._reason_in_words(message)
            message.set(ENTITIES, [*(message.get(ENTITIES) or []), *self.add_extractor_name(entities)], add_to_output=True)
        return messages

    def _dictated(self, message: Message, remark: str | None, entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Words for the partner, where none were asked for in a way that is known."""
        text, meaning = tidy(message.get(TEXT) or ""), message.get(MEANING)
        known = any(entity["entity"] == "own_words" for entity in entities)
        if self._tagger is None or meaning is None or known or not may_hold_words(text):
            return []
        own = dictated(self._tagger.tag(meaning), text, remark)
        return [_entity("own_words", own.words, 0, len(text)), _entity("own_way", own.way, 0, len(text))] if own is not None else []

    def _reason_in_words(self, message: Message) -> list[dict[str, Any]]:
        """The reason that is told, as it could be said to the partner."""
        text, meaning = tidy(message.get(TEXT) or ""), message.get(MEANING)
        if self._reasons is None or meaning is None or (message.get(INTENT) or {}).get("name") not in TELLS_A_REASON:
            return []
        told = reason_in_words(self._reasons.tag(meaning), text)
        return [_entity("why", told, 0, len(text))] if told is not None else []
