"""A line in the person's own words: turned, never softened, never an ask after a no."""

from __future__ import annotations

import pytest

from rasa_project.coach import Library
from rasa_project.coach.measure import sentences, words
from tests.coach.situations import Talk, newcomer
from tests.content.rules import found


def offered(library: Library, intent: str = "not_in_the_mood", **heard: object) -> Talk:
    """A conversation in which a line was just offered."""
    talk = Talk(library)
    assert talk.hear(intent, **heard).line is not None
    return talk


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    "own", ["I still fancy you.", "I love you, and I'm flattened by work.", "Would you hold me?", "I have a flight at five. I miss you already."]
)
@pytest.mark.parametrize("way", ["say", "add", "ask"])
def test_a_no_stays_a_no_whatever_is_said_with_it(library: Library, own: str, way: str, seed: int) -> None:
    talk = offered(library)
    talk.seed = seed
    line = talk.hear("inform", own_words=own, own_way=way).line or ""
    assert own in line
    assert found("no_clauses", line)
    assert words(line) <= 25


@pytest.mark.parametrize("own", ["Would you come up early with me?", "Shall we have an early night?", "Can we make love on Sunday?"])
def test_who_asks_in_their_own_words_leaves_a_way_out(library: Library, own: str) -> None:
    line = offered(library, "how_to_ask").hear("refine_phrase", own_words=own, own_way="say").line or ""
    assert line.startswith(own)
    assert found("ways_out", line)


def test_a_question_that_invites_to_nothing_needs_no_way_out(library: Library) -> None:
    assert offered(library, "how_to_ask").hear("how_to_ask", own_words="Do you still fancy me?", own_way="ask").line == "Do you still fancy me?"


def test_a_question_within_a_question_is_asked_for(library: Library) -> None:
    line = offered(library, "how_to_ask").hear("how_to_ask", own_words="why you stopped kissing me", own_way="wonder").line or ""
    assert "why you stopped kissing me?" in line


@pytest.mark.parametrize("own", ["Would you come to bed with me?", "Shall we make love anyway?", "Can I come up to bed with you?"])
def test_after_a_no_nothing_is_asked_again_in_any_words(library: Library, own: str) -> None:
    talk = Talk(library)
    talk.hear("got_turned_down")
    talk.hear("inform", choices=frozenset({"words"}))
    assert own not in (talk.hear("how_to_ask", own_words=own, own_way="say").line or "")


def test_hurt_is_said_by_who_was_told_no_without_a_no_of_their_own(library: Library) -> None:
    talk = Talk(library)
    talk.hear("got_turned_down")
    talk.hear("inform", choices=frozenset({"words"}))
    assert talk.hear("explain_reason", own_words="I'm hurt but I'm not angry.", own_way="say").line == "I'm hurt but I'm not angry."
    assert talk.session.details.role == "asker"


@pytest.mark.parametrize(
    "own",
    [
        "If you loved me you would.",
        "You never want me.",
        "After all I've done, you could.",
        "Come on, just this once.",
        "I'd be sad if you said no.",
        "I'll cry if you don't.",
        "If you say no I'll leave.",
        "You owe me after last week.",
        "You should want this too.",
        "Your ex always did.",
        "You stink.",
        "You're too fat.",
        "I hate you.",
    ],
)
@pytest.mark.parametrize("intent", ["how_to_ask", "not_in_the_mood"])
def test_what_presses_or_wounds_is_left_out_and_the_line_stays(library: Library, own: str, intent: str) -> None:
    talk = offered(library, intent)
    before = talk.session.offered.line
    answer = talk.hear("refine_phrase", own_words=own, own_way="say")
    assert (talk.session.offered.answers[-1].startswith("own_words.left_out"), answer.line) == (True, before)


@pytest.mark.parametrize(
    "own",
    [
        "I feel fat since the baby.",
        "I'm lonely when you're away.",
        "It's okay if you say no.",
        "I'd be glad to drive you home if not.",
        "I feel hurt.",
        "I should like to, in time.",
        "You're cold, come here.",
    ],
)
def test_feelings_and_kindness_are_not_taken_for_pressure(library: Library, own: str) -> None:
    assert own in (offered(library, "how_to_ask").hear("refine_phrase", own_words=own, own_way="say").line or "")


@pytest.mark.parametrize("wish", ["softer", "another", "direct"])
def test_their_words_stay_in_the_line_when_its_form_changes(library: Library, wish: str) -> None:
    talk = offered(library)
    talk.hear("refine_phrase", own_words="It's not never and I love you.", own_way="add")
    before = talk.session.offered.line or ""
    line = talk.hear("refine_phrase", shapes=(wish,)).line or ""
    assert "It's not never and I love you." in line
    assert line != before
    assert found("no_clauses", line)
    assert words(line) <= 25


@pytest.mark.parametrize("own", ["Can we just watch telly tonight?", "Could we have some time together tonight?"])
def test_who_says_no_may_suggest_something_for_tonight(library: Library, own: str) -> None:
    line = offered(library).hear("inform", own_words=own, own_way="ask").line or ""
    assert own in line
    assert found("no_clauses", line)


def test_a_first_ask_for_tonight_gets_a_line_with_a_way_out(library: Library) -> None:
    line = Talk(library).hear("how_to_ask", own_words="Would you like some time together tonight?", own_way="ask").line or ""
    assert found("ways_out", line)


def test_a_no_of_their_own_takes_the_place_of_ours(library: Library) -> None:
    for seed in range(8):
        talk = Talk(library, seed=seed)
        talk.hear("not_in_the_mood", reason="tired")
        line = talk.hear("refine_phrase", own_words="I do want you, just not tonight.", own_way="add").line or ""
        assert line.startswith("I do want you, just not tonight.")
        assert not found("no_clauses", line.removeprefix("I do want you, just not tonight."))


def test_words_that_are_the_whole_line_are_changed_with_it(library: Library) -> None:
    talk = offered(library, "how_to_ask")
    talk.hear("refine_phrase", own_words="I'm thinking about you in that green dress.", own_way="only")
    assert "green dress" not in (talk.hear("refine_phrase", shapes=("another",)).line or "")


def test_words_of_the_line_that_somebody_complains_of_are_not_theirs(library: Library) -> None:
    talk = offered(library)
    quoted = (talk.session.offered.line or "").split(".")[0].lower()
    line = talk.hear("refine_phrase", own_words=f"{quoted.capitalize()}.", own_way="say", refused=(quoted,)).line or ""
    assert quoted not in line.lower()


def test_shorter_leaves_the_rest_of_the_line_out(library: Library) -> None:
    talk = offered(library)
    before = talk.session.offered.line or ""
    line = talk.hear("refine_phrase", own_words="I have a flight at five.", own_way="add", shapes=("shorter",)).line or ""
    assert "I have a flight at five." in line
    assert before not in line


def test_nothing_is_worded_for_a_stranger_before_the_age_is_known(library: Library) -> None:
    talk = newcomer(library)
    assert talk.hear("how_to_ask", own_words="Do you still fancy me?", own_way="ask").line is None


def test_nothing_is_worded_after_a_danger(library: Library) -> None:
    talk = Talk(library)
    talk.hear("partner_violence", safety="partner_violence", safety_by="rule")
    assert talk.hear("inform", own_words="I still love you.", own_way="say").line is None


def test_own_words_are_not_put_by_with_a_message_that_waits(library: Library) -> None:
    talk = Talk(library)
    talk.hear("how_to_ask", safety="self_harm", safety_by="model", guess="how_to_ask", own_words="I miss you.", own_way="say")
    assert talk.session.doubt is not None
    assert talk.session.doubt.heard.own_words is None


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("intent", ["not_in_the_mood", "how_to_ask"])
def test_a_line_with_own_words_is_no_longer_than_another(library: Library, intent: str, seed: int) -> None:
    talk = Talk(library)
    talk.seed = seed
    talk.hear(intent)
    for own in ("I love you.", "I'm a bit nervous.", "You looked lovely at breakfast."):
        line = talk.hear("inform", own_words=own, own_way="add").line or ""
        assert own in line
        assert words(line) <= 25
        assert sentences(line) <= 3


@pytest.mark.parametrize(
    "own", ["Come to bed or I'll leave you.", "I'm leaving you.", "If it's a no I'll go elsewhere.", "Say yes or else.", "I'll tell your mother."]
)
def test_no_line_is_made_of_a_threat(library: Library, own: str) -> None:
    assert own not in (offered(library).hear("refine_phrase", own_words=own, own_way="say").line or "")
    assert own not in (offered(library, "how_to_ask").hear("refine_phrase", own_words=own, own_way="say").line or "")


@pytest.mark.parametrize("own", ["I'll leave you to sleep.", "I'll leave you a note in the morning.", "Stay here or I can sleep next door."])
def test_to_leave_somebody_in_peace_is_no_threat(library: Library, own: str) -> None:
    assert own in (offered(library).hear("refine_phrase", own_words=own, own_way="say").line or "")


@pytest.mark.parametrize("own", ["Sorry I called you needy.", "I'm sorry I sulked last night.", "Sorry for rolling over."])
def test_an_apology_names_what_it_is_for_and_stands_alone(library: Library, own: str) -> None:
    assert offered(library).hear("refine_phrase", own_words=own, own_way="say").line == own


@pytest.mark.parametrize(
    "own",
    [
        "Sorry for shouting. You owe me.",
        "Sorry I sulked but you owe me.",
        "Sorry but you owe me.",
        "I'm sorry you never want me, you owe me.",
        "Sorry, you're frigid.",
        "Sorry I kept asking, but you owe me.",
        "Sorry I kept asking, or I'll leave you.",
        "Sorry I nagged or I'll leave you.",
        "Sorry for nagging and you never want me.",
        "Sorry I begged because you're frigid.",
    ],
)
def test_what_wounds_beside_an_apology_is_still_left_out(library: Library, own: str) -> None:
    assert own not in (offered(library).hear("refine_phrase", own_words=own, own_way="say").line or "")


def test_a_few_words_go_into_the_line_that_asks_or_says_no(library: Library) -> None:
    for intent, own in (("how_to_ask", "I miss you."), ("not_in_the_mood", "I enjoy your company.")):
        talk = offered(library, intent)
        before = talk.session.offered.line or ""
        line = talk.hear("refine_phrase", own_words=own, own_way="say").line or ""
        assert own in line
        assert set(line.replace(own, "").split()) & set(before.split()), "the rest is still the line's"
        alone = offered(library, intent).hear("refine_phrase", own_words=own, own_way="only").line or ""
        assert len(alone.split()) < len(line.split())


@pytest.mark.parametrize("own", ["It's not you, my libido is just low.", "I never hate you, dummy.", "It is not about you, I do enjoy your company."])
def test_words_that_we_would_not_choose_may_be_theirs(library: Library, own: str) -> None:
    assert own in (offered(library).hear("refine_phrase", own_words=own, own_way="add").line or "")
