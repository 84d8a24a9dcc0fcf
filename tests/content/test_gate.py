"""Every sentence of `data/coaching/` alone: what it may not say, what it must hold, how long and how plain it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

import pytest

from rasa_project import paths
from rasa_project.coach.answer import opener
from rasa_project.coach.content import TONES, Clause, Library, Line, StandingAnswer, Step
from rasa_project.coach.intents import SAFETY
from rasa_project.coach.measure import questions, sentences, words
from tests.content import corpus, shingles
from tests.content.corpus import Spoken, lines, spoken
from tests.content.reading import grade, syllables
from tests.content.rules import Rule, banned, found, rules, samples

PATTERN_SECTIONS = ("no_clauses", "no_for_now", "ways_out", "times", "takes_a_no", "another_time", "plain_asks")
HIGHEST_GRADE = 7.0
LONGEST_SENTENCE, LONGEST_AVERAGE = 20, 15.0
LONGEST_RECEIPT = 6
LINE_WORDS, LINE_SENTENCES, TEXTED_CHARACTERS = 25, 3, 160
AROUND_WORDS, AROUND_SENTENCES = 20, 2
ALONE_WORDS, ALONE_SENTENCES = 45, 3
SAFETY_SENTENCES, SAFETY_WORDS = ALONE_SENTENCES + 1, ALONE_WORDS + LONGEST_SENTENCE
RARE = ("safety.", "forget_me.", "set_country.", "discreet_mode.", "age.closed", "privacy_question", "alexa.", "note.good_moment")
"""Moments that people meet seldom, for which fewer than three variants do."""
WORD = r"[\w']+"
SOUNDS_LIKE_A_REASON = {"decline.playful.said.offer_tired_feet"}
"""Lines that hold the name of a reason and give none: the tired feet are the partner's."""
ASKS_NOTHING = ("no_problem", "skip_ok", "keep", "stop", "goodbye", "thanks", "age.refused", "age.closed", "forget_me.kept", "forget_me.done")


def _named(pieces: Iterable[Spoken]) -> str:
    return "\n".join(piece.named for piece in pieces)


# --- what no sentence may say


@pytest.mark.parametrize("file", corpus.files())
def test_no_sentence_breaks_a_ban(file: str) -> None:
    broken = [
        f"{piece.named} breaks {names}" for piece in spoken() if piece.file == file and (names := banned(piece.filled, piece.place, piece.entry))
    ]
    assert not broken, "\n".join(broken)


def test_nothing_that_a_speaker_says_holds_a_word_of_danger_or_digits() -> None:
    broken = [piece for piece in spoken() if piece.channel != "text" and banned(piece.filled, "aloud", piece.entry)]
    assert not broken, _named(broken)


def test_every_exception_is_of_an_entry_that_would_break_the_ban_without_it() -> None:
    stale = [
        f"{rule.id}: {entry}"
        for rule in (*rules("banned"), *rules("truths"))
        for entry in rule.exceptions
        if not any(piece.entry == entry and rule.finds(piece.filled) for piece in spoken())
    ]
    assert not stale, stale


def test_every_exception_says_why() -> None:
    for rule in (*rules("banned"), *rules("truths")):
        assert all(len(reason.split()) >= 4 for reason in rule.exceptions.values()), rule.id


def test_every_ban_says_why() -> None:
    assert all(rule.why.endswith(".") for rule in (*rules("banned"), *rules("truths")))


def test_the_ids_of_the_bans_are_unique() -> None:
    names = [rule.id for rule in rules("banned")]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("place", "text", "ban"),
    [
        ("line", "If you loved me, you would.", "guilt.if_you_loved"),
        ("ask", "You never want to any more.", "guilt.never_always"),
        ("ask", "Do you even want me any more?", "guilt.any_more"),
        ("line", "After all I've done today?", "guilt.after_all"),
        ("ask", "It's been three weeks.", "counting.how_long"),
        ("ask", "We only do it once a month.", "counting.how_often"),
        ("coach", "You owe them an answer.", "duty.owe"),
        ("coach", "You should tell them why.", "duty.should"),
        ("coach", "You have to give a reason.", "duty.have_to"),
        ("coach", "Their needs matter too.", "duty.needs"),
        ("coach", "A compromise is good here.", "duty.compromise"),
        ("coach", "Just say yes once in a while.", "yes.argued"),
        ("coach", "Just start, you'll get into it.", "yes.just_start"),
        ("decline", "I guess we could, if you need to.", "yes.reluctant"),
        ("coach", "Most couples do it more.", "comparison.others"),
        ("ask", "Like we used to.", "comparison.before"),
        ("coach", "You'll drift apart.", "consequence.loss"),
        ("coach", "Some turn to porn.", "consequence.elsewhere"),
        ("coach", "They will love you more for it.", "promise.partner"),
        ("coach", "This always works.", "promise.outcome"),
        ("decline", "I promise I'll make up for it.", "promise.speaker"),
        ("coach", "There's always another way to be close.", "promise.always_something"),
        ("coach", "Research shows it helps.", "promise.proof"),
        ("coach", "Tell your wife.", "gendered.partner"),
        ("coach", "Ask him plainly.", "gendered.person"),
        ("line", "Foreplay first?", "explicit.acts"),
        ("line", "Your body is lovely.", "explicit.your_body"),
        ("coach", "Sleep well, love.", "coach.pet_name"),
        ("coach", "I feel for you.", "coach.i_feel"),
        ("coach", "I love that.", "coach.i_feel"),
        ("coach", "Why did they do that.", "coach.why_question"),
        ("coach", "Say you're ill.", "coach.lie"),
        ("coach", "It's important to be honest.", "filler.words"),
        ("coach", "You are welcome.", "filler.stiff"),
        ("coach", "Good for you!", "filler.exclamation"),
        ("decline", "Maybe another night.", "line.gone_vague"),
        ("decline", "Sorry, not tonight.", "line.sorry"),
        ("hear", "Okay. Tomorrow, then?", "line.second_ask"),
        ("aloud", "Call the helpline.", "aloud.danger_words"),
        ("aloud", "Ring 999.", "aloud.numbers"),
    ],
)
def test_a_bad_sentence_is_caught(place: str, text: str, ban: str) -> None:
    assert ban in banned(text, place)


@pytest.mark.parametrize(
    "text",
    [
        "You don't have to explain.",
        "Stopping is always fine.",
        "A kind no usually does less harm than a yes you don't mean.",
        "Studies of couples suggest a no with some reassurance in it lands softest.",
        "You can change your mind at any point.",
        "No reason needed.",
    ],
)
def test_a_good_sentence_of_the_coach_is_left_alone(text: str) -> None:
    assert banned(text, "coach") == []


@pytest.mark.parametrize(
    "text",
    [
        "I love you, and it's a no tonight.",
        "I feel gross, and I want a shower and sleep. No, not tonight.",
        "It's a no tonight. I'm hoping we can try on Saturday, and I'll say if my mind changes.",
    ],
)
def test_a_speaker_may_feel_love_and_tell_what_they_will_do(text: str) -> None:
    assert banned(text, "decline") == []


# --- the patterns themselves


@pytest.mark.parametrize("rule", [pytest.param(rule, id=f"{section}.{rule.id}") for section in PATTERN_SECTIONS for rule in rules(section)])
def test_every_pattern_finds_its_own_example(rule: Rule) -> None:
    assert rule.finds(rule.example)


@pytest.mark.parametrize("text", samples("not_a_no"))
def test_something_vague_is_no_no(text: str) -> None:
    assert not found("no_clauses", text)


@pytest.mark.parametrize("text", samples("not_a_no_for_now"))
def test_something_vague_is_no_no_for_now(text: str) -> None:
    assert not found("no_for_now", text)


@pytest.mark.parametrize("text", samples("not_a_way_out"))
def test_something_that_leaves_no_choice_is_no_way_out(text: str) -> None:
    assert not found("ways_out", text)


@pytest.mark.parametrize("text", samples("not_a_time"))
def test_something_vague_is_no_time(text: str) -> None:
    assert not found("times", text)


# --- what a line must hold


def test_every_declining_line_holds_an_unmistakable_no() -> None:
    mistakable = [line for line in lines("decline") if not found("no_clauses", line.filled)]
    assert not mistakable, _named(mistakable)


def test_every_no_for_now_is_unmistakable_and_speaks_of_more_than_tonight(library: Library) -> None:
    for line in library.banks["for_now"]:
        assert found("no_for_now", line.text), f"{line.id}: {line.text}"
        assert not re.search(r"\btonight\b", line.text, re.IGNORECASE), f"{line.id}: {line.text}"


def test_a_no_for_now_names_no_end_and_keeps_the_other_rules_of_a_no(library: Library) -> None:
    """It may say that the speaker doesn't know when, which in a no for tonight would be vague."""
    for line in library.banks["for_now"]:
        assert not found("another_time", line.text), f"{line.id}: {line.text}"
        assert set(banned(line.text, "decline", line.id)) <= {"line.gone_vague"}, f"{line.id}: {line.text}"


def test_every_declining_clause_that_carries_the_no_is_unmistakable(library: Library) -> None:
    mistakable = [clause.id for clause in library.clauses if "no" in clause.parts and not found("no_clauses", clause.text)]
    assert not mistakable, mistakable


def test_every_asking_line_holds_an_easy_way_out() -> None:
    trapping = [line for line in lines("ask") if not found("ways_out", line.filled)]
    assert not trapping, _named(trapping)


def test_every_asking_line_holds_a_time() -> None:
    timeless = [line for line in lines("ask") if not found("times", line.text)]
    assert not timeless, _named(timeless)


def test_every_asking_clause_holds_the_way_out_and_the_time_it_claims(library: Library) -> None:
    for clause in library.clauses:
        if clause.role == "asker":
            assert ("out" in clause.parts) <= bool(found("ways_out", clause.text)), clause.id
            assert ("time" in clause.parts) <= bool(found("times", clause.text)), clause.id


def test_an_ask_for_whenever_names_no_time_and_asks_plainly_with_a_way_out(library: Library) -> None:
    for line in library.banks["whenever"]:
        assert not found("times", line.text), f"{line.id}: {line.text}"
        assert not found("another_time", line.text), f"{line.id}: {line.text}"
        assert found("ways_out", line.text), f"{line.id}: {line.text}"
        assert line.asks_for in found("plain_asks", line.text) or "desire" in line.needs, f"{line.id}: {line.text}"
        assert not banned(line.text, "ask", line.id), f"{line.id}: {line.text}"


def test_a_discreet_ask_says_nothing_to_whoever_reads_over_a_shoulder(library: Library) -> None:
    for line in library.banks["ask_discreet"]:
        assert line.medium == "texted", line.id
        assert not found("plain_asks", line.text) - {"closeness"}, f"{line.id}: {line.text}"
        assert not re.search(r"\b(?:bed|kiss\w*|lov(?:e|ing)|mood|want you|fancy you|miss\w*)\b", line.text, re.IGNORECASE), f"{line.id}: {line.text}"
        assert not line.needs, line.id


def test_the_ways_out_have_at_least_ten_shapes() -> None:
    shapes = {shape for line in lines("ask") for shape in found("ways_out", line.filled)}
    assert len(shapes) >= 10


def test_no_asking_line_can_be_taken_for_something_else(library: Library) -> None:
    asking: list[Line | Clause] = [*library.banks["ask"], *(clause for clause in library.clauses if clause.parts == {"time", "out"})]
    for entry in asking:
        assert entry.asks_for in found("plain_asks", entry.text), f"{entry.id}: {entry.text} does not ask for {entry.asks_for} plainly"


def test_what_follows_a_suggestion_asks_for_no_more_than_it(library: Library) -> None:
    for clause in library.clauses:
        if "suggest" in clause.parts:
            assert found("plain_asks", clause.text) <= {"closeness"}, clause.id


def test_only_a_line_that_asks_for_sex_holds_the_word(library: Library) -> None:
    entries: list[Line | Clause] = [*library.banks["ask"], *library.clauses]
    for entry in entries:
        assert ("sex" in found("plain_asks", entry.text)) == (entry.asks_for == "sex"), entry.id


def test_every_line_for_taking_a_no_says_thanks_and_okay(library: Library) -> None:
    for line in library.banks["hear_a_no"]:
        assert found("takes_a_no", line.text) == {"thanks", "okay"}, f"{line.id}: {line.text}"


def test_no_line_names_another_day_unless_the_person_did(library: Library) -> None:
    for line in (*library.banks["decline"], *library.banks["ask"], *library.banks["hear_a_no"]):
        if line.reason is None and line.offer is None:
            assert not found("another_time", line.text.replace("{time}", "")), f"{line.id}: {line.text}"
    for clause in library.clauses:
        assert not found("another_time", clause.text.replace("{time}", "")), f"{clause.id}: {clause.text}"


def test_no_line_gives_a_reason_that_its_entry_does_not_name(library: Library) -> None:
    for line in library.banks["decline"]:
        if line.reason is None and line.id not in SOUNDS_LIKE_A_REASON:
            told = [reason.id for reason in library.reasons if reason.id != "just_no" and _names(line.text, reason.named_as)]
            assert not told, f"{line.id}: {line.text} gives {told}"


def test_no_declining_line_offers_what_its_entry_does_not_name(library: Library) -> None:
    for line in library.banks["decline"]:
        if line.offer is None and line.reason is None and line.step is not Step.DOOR:
            offered = [alternative.id for alternative in library.alternatives if _names(line.text, alternative.named_as)]
            assert not offered, f"{line.id}: {line.text} offers {offered}"


def _names(text: str, names: Iterable[str]) -> bool:
    spoken_words = f" {' '.join(re.findall(WORD, text.lower()))} "
    return any(f" {name} " in spoken_words for name in names)


@pytest.mark.parametrize("rule", rules("truths"), ids=lambda rule: rule.id)
def test_what_has_to_be_true_first_is_tagged(rule: Rule) -> None:
    """A line that says love, wanting, touch or "it isn't you" carries the matching `needs`; an ask for sex or intimacy may touch.

    An evening note has none: it leaves open whether it is true (test_notes.py).
    """
    untagged = [
        piece
        for piece in spoken()
        if (piece.place in ("decline", "ask", "hear") or piece.file.startswith("lines/"))
        and not piece.file.startswith(("answers/", "notes/"))
        and piece.entry not in rule.exceptions
        and rule.finds(piece.text)
        and rule.id not in piece.needs
    ]
    assert not untagged, _named(untagged)


def test_every_tag_is_one_that_a_person_can_say(library: Library) -> None:
    assert {rule.id for rule in rules("truths")} == {truth.id for truth in library.truths}


def test_there_is_something_to_say_for_anybody_in_every_tone_and_medium(library: Library) -> None:
    for tone in TONES:
        for medium in ("said", "texted"):
            for some in (library.banks["decline"], library.banks["hear_a_no"]):
                free = [
                    line for line in some if line.tone == tone and line.medium == medium and not line.needs and not line.reason and not line.offer
                ]
                assert len(free) >= 3, f"{tone} {medium}: {len(free)} lines that need nothing"
            for asks_for in ("sex", "intimacy", "closeness"):
                asking = [line for line in library.banks["ask"] if (line.tone, line.medium, line.asks_for) == (tone, medium, asks_for)]
                assert len(asking) >= 3, f"{tone} {medium} {asks_for}: {len(asking)} lines"


# --- limits


def test_every_line_can_be_said_in_one_breath() -> None:
    too_long = [
        line
        for line in lines()
        if words(line.filled) > LINE_WORDS
        or sentences(line.filled) > LINE_SENTENCES
        or (line.medium == "texted" and len(line.filled) > TEXTED_CHARACTERS)
    ]
    assert not too_long, _named(too_long)


def test_no_line_asks_two_questions() -> None:
    assert not [line.named for line in lines() if questions(line.text) > 1]


@pytest.mark.parametrize("file", corpus.files())
def test_no_sentence_is_longer_than_twenty_words(file: str) -> None:
    too_long = [
        f"{piece.named}: {words(part)}" for piece in spoken() if piece.file == file for part in _split(piece) if words(part) > LONGEST_SENTENCE
    ]
    assert not too_long, "\n".join(too_long)


@pytest.mark.parametrize("file", corpus.files())
def test_sentences_have_fifteen_words_on_average_at_most(file: str) -> None:
    counts = [words(part) for piece in spoken() if piece.file == file for part in _split(piece)]
    assert sum(counts) / len(counts) <= LONGEST_AVERAGE


def _split(piece: Spoken) -> list[str]:
    return [part for part in re.split(r"(?<=[.?:])\s+", piece.filled) if part]


@pytest.mark.parametrize("file", corpus.files())
def test_a_file_reads_at_grade_seven_at_most(file: str) -> None:
    assert grade(piece.filled for piece in spoken() if piece.file == file) <= HIGHEST_GRADE


def test_a_receipt_is_one_sentence_of_six_words_at_most(library: Library) -> None:
    receipts = [frame.text for frame in library.frames if frame.moment.startswith("receipt.")]
    receipts += [receipt for reason in library.reasons for receipt in reason.receipts]
    wrong = [text for text in receipts if words(text.replace("{time}", corpus.LONGEST_TIME)) > LONGEST_RECEIPT or sentences(text) > 1]
    assert not wrong, wrong


def test_a_lead_is_short_and_ends_where_the_line_begins(library: Library) -> None:
    leads = [frame.text for frame in library.frames if frame.moment.startswith("lead.")]
    assert leads
    assert all(text.endswith(":") and words(text) <= 5 for text in leads)


def test_reasons_and_offers_are_one_sentence_each() -> None:
    wrong = [
        piece
        for piece in spoken()
        if piece.file.startswith(("reasons/", "alternatives.yml")) and piece.place in ("decline", "ask") and sentences(piece.text) != 1
    ]
    assert not wrong, _named(wrong)


def _around(library: Library, answer: StandingAnswer) -> str:
    leads = sorted((frame.text for frame in library.frames if frame.moment == "lead.said"), key=words)
    return " ".join(part for part in (answer.text, leads[-1] if answer.line or answer.line_of else None, answer.question) if part)


def test_the_words_around_a_line_stay_few(library: Library) -> None:
    for answer in library.answers:
        if answer.line or answer.line_of:
            assert words(_around(library, answer)) <= AROUND_WORDS, answer.id
            assert sentences(answer.text) + sentences(answer.question or "") <= AROUND_SENTENCES, answer.id


def test_an_answer_without_a_line_stays_short(library: Library) -> None:
    for answer in library.answers:
        if answer.line_of:
            continue
        text = f"{answer.text} {answer.question or ''}"
        danger = answer.moment.startswith("safety.")
        assert words(text) <= (SAFETY_WORDS if danger else ALONE_WORDS), answer.id
        assert sentences(answer.text) + sentences(answer.question or "") <= (SAFETY_SENTENCES if danger else ALONE_SENTENCES), answer.id


def test_the_coach_asks_at_most_one_question_and_last(library: Library) -> None:
    for answer in library.answers:
        assert questions(answer.text) == 0, answer.id
        assert questions(answer.question or "") <= 1, answer.id


def test_no_question_follows_a_line_that_asks_one(library: Library) -> None:
    assert not [answer.id for answer in library.answers if answer.line and "?" in answer.line and answer.question]


def test_who_asks_waits_for_an_answer(library: Library) -> None:
    assert not [answer.id for answer in library.answers if answer.question and not answer.waits]


def test_what_ends_a_conversation_asks_nothing_and_waits_for_nothing(library: Library) -> None:
    assert not [answer.id for answer in library.answers if answer.end and (answer.question or answer.waits)]


def test_nothing_is_asked_where_a_person_is_done(library: Library) -> None:
    assert not [answer.id for answer in library.answers if answer.moment in ASKS_NOTHING and answer.question]


def test_every_answer_says_something(library: Library) -> None:
    assert not [answer.id for answer in library.answers if not (answer.text or answer.line or answer.line_of or answer.question)]


# --- danger


@pytest.mark.parametrize("label", SAFETY)
@pytest.mark.parametrize("channel", ["text", "voice"])
def test_every_danger_has_words_of_its_own_for_eye_and_ear(library: Library, label: str, channel: str) -> None:
    assert [answer for answer in library.answers if answer.moment == f"safety.{label}" and answer.channel == channel]


def test_no_danger_answer_holds_a_line_for_the_partner(library: Library) -> None:
    assert not [
        answer.id
        for answer in library.answers
        if answer.moment.startswith("safety.") and (answer.line or answer.line_of) and answer.moment != "safety.medical"
    ]


def test_the_first_words_of_a_new_conversation_say_what_this_is(library: Library) -> None:
    for answer in library.answers:
        if answer.moment in ("age.ask", "age.ask_both", "greet.disclosed"):
            assert re.search(r"automated coach for adults, not a therapist or an emergency service", answer.text), answer.id


# --- variety


def test_a_moment_that_people_meet_often_has_three_variants(library: Library) -> None:
    few = {name: len(texts) for name, texts in _variants(library).items() if len(texts) < 3 and not name.startswith(RARE)}
    assert not few, few


def test_the_variants_of_a_moment_open_differently(library: Library) -> None:
    alike = {name: texts for name, texts in _variants(library).items() if len({_first_word(text) for text in texts}) < len(texts)}
    assert not alike, alike


def _variants(library: Library) -> dict[str, list[str]]:
    """The texts of which one is chosen, by the moment, channel and role at which they are heard."""
    found_at: dict[str, list[str]] = defaultdict(list)
    for answer in library.answers:
        for channel in ("text", "voice") if answer.channel == "any" else (answer.channel,):
            for role in ("decliner", "asker") if answer.role == "any" else (answer.role,):
                found_at[f"{answer.moment} {channel} {role}"].append(answer.text or answer.line or answer.question or "")
    return found_at


def _first_word(text: str) -> str:
    return opener(text).split()[0]


def test_the_coachs_few_words_open_differently(library: Library) -> None:
    groups: dict[str, list[str]] = defaultdict(list)
    for frame in library.frames:
        groups[f"{frame.moment} {frame.role}"].append(frame.text)
    for reason in library.reasons:
        groups[f"receipts of {reason.id}"] += reason.receipts
        for tone in TONES:
            groups[f"{reason.id} {tone}"] += reason.clauses.of(tone)
    for alternative in library.alternatives:
        for tone in TONES:
            groups[f"{alternative.id} {tone}"] += alternative.offers.of(tone)
    for step in library.steps:
        groups[f"why {step.id.value}"] += step.why
    alike = {name: texts for name, texts in groups.items() if len({opener(text) for text in texts}) < len(texts)}
    assert not alike, alike


def test_the_lines_and_clauses_of_one_kind_open_differently_for_the_most_part(library: Library) -> None:
    """Two of three have an opener of their own, so that the next one can always open differently."""
    groups: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for line in library.lines:
        groups[(line.bank, line.kind, line.tone, line.medium, line.reason, line.offer, line.time, line.needs, line.asks_for)].append(line.text)
    for clause in library.clauses:
        groups[(clause.role, clause.tone, clause.parts, clause.needs, clause.asks_for)].append(clause.text)
    alike = {name: texts for name, texts in groups.items() if 3 * len({opener(text) for text in texts}) < 2 * len(texts)}
    assert not alike, alike


def test_no_sentence_stands_twice() -> None:
    seen: dict[str, str] = {}
    for piece in spoken():
        if piece.whole:
            assert piece.text not in seen, f"{piece.entry} says the same as {seen[piece.text]}"
            seen[piece.text] = piece.entry


# --- where it comes from


def test_no_sentence_of_the_article_is_reused() -> None:
    taken = [piece for piece in spoken() if any(run in shingles.of_the_article() for run in shingles.hashes(piece.text))]
    assert not taken, _named(taken)


def test_a_run_of_the_articles_words_would_be_noticed() -> None:
    title = "Learning How To Say No To Sex Without rejection"  # the citation in sources.yml
    assert all(run in shingles.of_the_article() for run in shingles.hashes(title))


def test_the_coach_names_no_therapist_to_call() -> None:
    assert not [piece.named for piece in spoken() if re.search(r"westrum|marin\b|healing ?souls", piece.text, re.IGNORECASE)]


# --- the helper


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("no", 1),
        ("tonight", 2),
        ("asked", 1),
        ("wanted", 2),
        ("people", 2),
        ("quiet", 2),
        ("emergency", 4),
        ("therapist", 3),
        ("idea", 3),
        ("isn't", 1),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_hard_text_reads_at_a_higher_grade_than_a_plain_one() -> None:
    plain, hard = "It's a no tonight. Sleep well.", "Considerable communication difficulties characterise unsatisfactory relationships."
    assert grade([plain]) < 3 < 12 < grade([hard])


def test_the_gate_reads_every_content_file_that_holds_something_to_hear() -> None:
    silent = {
        "sources.yml",
        "countries.yml",
        "helplines.yml",
        "rules.yml",
        "turns.yml",
        "wishes.yml",
        "partner.yml",
        "parts.yml",
        "article.yml",
        "journal.yml",
        "times.yml",
        "subjects.yml",
    }
    there = {str(file.relative_to(paths.COACHING)) for file in paths.COACHING.rglob("*.yml")}
    assert there - silent == set(corpus.files())
