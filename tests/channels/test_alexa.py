"""The Alexa channel: who is let in, what is answered to each kind of request, and turns that take longer than Alexa waits."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from rasa.core.channels.channel import UserMessage

from rasa_project.channels.alexa import DEADLINE, AlexaChannel
from rasa_project.channels.alexa_request import read_request
from rasa_project.channels.alexa_verifier import AlexaVerifier
from rasa_project.channels.gate import Gate
from rasa_project.coach.content import Library
from rasa_project.server import make_app
from rasa_project.settings import Settings
from rasa_project.shared_state.in_process import InProcess
from rasa_project.shared_state.on_redis import OnRedis
from rasa_project.shared_state.state import SharedState
from tests.channels.alexa_amazon import CHAIN_URL, SKILL_ID, Amazon, Chains, Speaker, encoded
from tests.channels.fake_agent import FakeAgent
from tests.channels.in_process import serving
from tests.processes import Response, free_port, request

PATH = "/webhooks/alexa/"
AMAZON = Amazon.with_leaf()
SHORT = 0.2
"""Seconds that stand for Alexa's patience where a test waits for its end."""


class SlowAgent(FakeAgent):
    """Answers a message of "slow" only when it may."""

    def __init__(self, reply: dict[str, Any] | None = None) -> None:
        super().__init__(reply=reply)
        self.may_answer = asyncio.Event()
        self.understood = "inform"

    async def parse_message(self, message: UserMessage | str) -> dict[str, Any]:
        """As the test says."""
        return {"intent": {"name": self.understood, "confidence": 1.0}, "safety": None}

    async def handle_message(self, message: UserMessage) -> None:
        """Waits where it is slow."""
        if "slow" in message.text:
            await self.may_answer.wait()
        await super().handle_message(message)


class Alexa:
    """The channel with an agent of its own, asked as Alexa asks once a request is verified."""

    def __init__(self, library: Library, agent: FakeAgent | None = None, deadline: float = DEADLINE, shared: SharedState | None = None) -> None:
        chosen = Settings(secret="the secret of the Alexa channel's tests")
        self.agent = agent or FakeAgent()
        verifier = AlexaVerifier(SKILL_ID, [AMAZON.root.certificate])
        self.deadline = deadline
        shared = shared or InProcess()
        self.channel = AlexaChannel(Gate(self.agent, library, chosen, shared), library, chosen, verifier, shared)

    async def asked(self, envelope: dict[str, Any]) -> dict[str, Any]:
        """The envelope in answer."""
        answer: dict[str, Any] = await self.channel.answer(read_request(envelope), time.monotonic() + self.deadline)
        return answer


@pytest.fixture
def alexa(library: Library) -> Alexa:
    return Alexa(library)


def ask(alexa: Alexa, *envelopes: dict[str, Any]) -> list[dict[str, Any]]:
    async def one_after_the_other() -> list[dict[str, Any]]:
        return [await alexa.asked(envelope) for envelope in envelopes]

    return asyncio.run(one_after_the_other())


def spoken(answer: dict[str, Any]) -> str:
    return str(answer["response"]["outputSpeech"]["ssml"])


def written(library: Library, moment: str) -> str:
    entry = next(entry for entry in library.answers if entry.moment == moment)
    return " ".join(filter(None, (entry.text, entry.question)))


# What is answered to what.
def test_the_first_answer_says_what_alexa_keeps_and_only_the_first(alexa: Alexa, library: Library) -> None:
    speaker = Speaker()
    first, second = ask(alexa, speaker.launch(), speaker.says("tired tonight"))
    assert written(library, "alexa.history") in spoken(first)
    assert spoken(first).endswith("heard hello</speak>")
    assert spoken(second) == "<speak>heard tired tonight</speak>"


def test_what_alexa_keeps_is_told_too_when_the_skill_is_opened_with_words(alexa: Alexa, library: Library) -> None:
    (first,) = ask(alexa, Speaker().intent("After_how_do_i", speech="say no"))
    assert written(library, "alexa.history") in spoken(first)
    assert alexa.agent.heard == ["how do i say no"]


def test_in_danger_the_first_words_are_the_coachs_alone_and_what_alexa_keeps_is_told_later(library: Library) -> None:
    alexa = Alexa(library, FakeAgent(reply={"safety": "partner_violence"}))
    speaker = Speaker()
    (first,) = ask(alexa, speaker.says("he hits me"))
    assert spoken(first) == "<speak>heard he hits me</speak>"
    alexa.agent.reply = {}
    (second,) = ask(alexa, speaker.says("what if i'm tired"))
    assert written(library, "alexa.history") in spoken(second)


@pytest.mark.parametrize("reason", ["USER_INITIATED", "EXCEEDED_MAX_REPROMPTS", "ERROR"])
def test_a_session_that_ended_is_not_spoken_to(reason: str, alexa: Alexa) -> None:
    assert ask(alexa, Speaker().ended(reason)) == [{"version": "1.0", "response": {}}]
    assert alexa.agent.heard == []


@pytest.mark.parametrize("kind", ["AlexaSkillEvent.SkillEnabled", "System.ExceptionEncountered", "AudioPlayer.PlaybackStarted", "Something.New"])
def test_other_requests_are_taken_note_of_in_silence(kind: str, alexa: Alexa) -> None:
    assert ask(alexa, Speaker().envelope({"type": kind})) == [{"version": "1.0", "response": {}}]
    assert alexa.agent.heard == []


def test_nobody_is_sent_here_by_alexas_guess(alexa: Alexa) -> None:
    (answer,) = ask(alexa, Speaker().envelope({"type": "CanFulfillIntentRequest", "intent": {"name": "FreeSpeechIntent"}}))
    assert answer["response"] == {"canFulfillIntent": {"canFulfill": "NO"}}


@pytest.mark.parametrize("intent", ["AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent"])
def test_stop_ends_the_session_whatever_the_coach_says(intent: str, library: Library) -> None:
    alexa = Alexa(library, FakeAgent(reply={"listen": True}))
    (answer,) = ask(alexa, Speaker().intent(intent))
    assert answer["response"]["shouldEndSession"] is True
    assert spoken(answer) == "<speak>heard stop</speak>"


def test_stop_as_free_speech_stops_too(alexa: Alexa) -> None:
    assert ask(alexa, Speaker().says("stop"))[0]["response"]["shouldEndSession"] is True


def test_the_same_request_sent_twice_is_one_message(alexa: Alexa) -> None:
    envelope = Speaker().says("tired tonight")
    ask(alexa, Speaker().launch(), envelope, envelope)
    assert alexa.agent.heard == ["hello", "tired tonight"]


def test_no_id_of_amazons_reaches_the_coach(library: Library) -> None:
    class Nosy(FakeAgent):
        senders: list[str] = []  # noqa: RUF012 - of this test's own class

        async def handle_message(self, message: UserMessage) -> None:
            self.senders.append(message.sender_id)
            await super().handle_message(message)

    alexa = Alexa(library, Nosy())
    speaker = Speaker(person="amzn1.ask.person.SOMEBODY")
    ask(alexa, speaker.launch(), speaker.says("hi"))
    assert len(set(Nosy.senders)) == 1
    assert "amzn" not in Nosy.senders[0]


# Opened again.
def test_opened_again_within_minutes_nothing_from_before_is_said(alexa: Alexa, library: Library) -> None:
    speaker = Speaker()
    _, again = ask(alexa, speaker.launch(), speaker.again().launch())
    assert spoken(again) == f"<speak>{written(library, 'alexa.back')}</speak>"
    assert again["response"]["shouldEndSession"] is False
    assert alexa.agent.heard == ["hello"]


def test_after_somebody_came_close_it_is_opened_again_as_quietly(library: Library) -> None:
    whispered = '<amazon:effect name="whispered">'
    alexa = Alexa(library, FakeAgent(reply={"ssml": f"<speak>{whispered}Okay.</amazon:effect></speak>", "end": True}))
    speaker = Speaker()
    closed, again = ask(alexa, speaker.intent("DiscreetIntent"), speaker.again().launch())
    assert closed["response"]["shouldEndSession"] is True
    assert spoken(again) == f"<speak>{whispered}{written(library, 'alexa.back')}</amazon:effect></speak>"


def test_after_stop_it_starts_afresh(alexa: Alexa) -> None:
    speaker = Speaker()
    ask(alexa, speaker.launch(), speaker.intent("AMAZON.StopIntent"), speaker.again().launch())
    assert alexa.agent.heard == ["hello", "stop", "hello"]


def test_after_exit_it_starts_afresh(alexa: Alexa) -> None:
    speaker = Speaker()
    ask(alexa, speaker.launch(), speaker.ended(), speaker.again().launch())
    assert alexa.agent.heard == ["hello", "hello"]


def test_after_a_goodbye_it_starts_afresh(library: Library) -> None:
    alexa = Alexa(library, FakeAgent(reply={"end": True}))
    speaker = Speaker()
    ask(alexa, speaker.says("bye"), speaker.again().launch())
    assert alexa.agent.heard == ["bye", "hello"]


# When the coach is slow.
def slow(library: Library, *steps: Callable[[Alexa, Speaker], Any] | str) -> tuple[Alexa, list[dict[str, Any]]]:
    """What Alexa is answered when the coach is too slow for the first message; a step of "now" lets it finish."""

    async def go() -> tuple[Alexa, list[dict[str, Any]]]:
        agent = SlowAgent()
        alexa, speaker = Alexa(library, agent, SHORT), Speaker()
        answers = [await alexa.asked(speaker.says("something slow"))]
        for step in steps:
            if isinstance(step, str):
                agent.may_answer.set()
                await asyncio.sleep(0.01)
            else:
                answers.append(await alexa.asked(step(alexa, speaker)))
        return alexa, answers

    return asyncio.run(go())


def saying(text: str) -> Callable[[Alexa, Speaker], dict[str, Any]]:
    return lambda _, speaker: speaker.says(text)


def test_a_turn_that_takes_too_long_is_answered_in_time_and_the_microphone_stays_open(library: Library) -> None:
    begun = time.monotonic()
    _, (first,) = slow(library)
    assert time.monotonic() - begun < SHORT + 1
    assert written(library, "alexa.moment") in spoken(first)
    assert first["response"]["shouldEndSession"] is False


def test_the_late_answer_is_said_the_next_time_and_the_turn_was_whole(library: Library) -> None:
    alexa, (_, second) = slow(library, "now", saying("go on"))
    assert spoken(second) == "<speak>heard something slow</speak>"
    assert alexa.agent.heard == ["something slow"]


@pytest.mark.parametrize("words", ["yes", "go on", ""])
def test_a_yes_to_hearing_it_is_not_told_to_the_coach(words: str, library: Library) -> None:
    """The coach would take it for the answer to its own question, which nobody has heard yet."""
    alexa, _ = slow(library, "now", saying(words))
    assert alexa.agent.heard == ["something slow"]


def test_a_no_to_hearing_it_keeps_it_for_the_next_time(library: Library) -> None:
    alexa, (_, second, third) = slow(library, "now", saying("no"), saying("go on"))
    assert spoken(second) == f"<speak>{written(library, 'alexa.not_yet')}</speak>"
    assert spoken(third) == "<speak>heard something slow</speak>"
    assert alexa.agent.heard == ["something slow"]


def test_something_else_said_meanwhile_is_not_lost(library: Library) -> None:
    alexa, (_, second) = slow(library, "now", saying("he is shouting at me"))
    assert spoken(second) == '<speak>heard something slow<break time="600ms"/>heard he is shouting at me</speak>'
    assert alexa.agent.heard == ["something slow", "he is shouting at me"]


def test_what_is_still_not_ready_is_asked_to_wait_for_again(library: Library) -> None:
    alexa, (_, second, third) = slow(library, saying("go on"), "now", saying("go on"))
    assert written(library, "alexa.moment") in spoken(second)
    assert spoken(third) == "<speak>heard something slow</speak>"
    assert alexa.agent.heard == ["something slow"]


def test_what_was_said_meanwhile_waits_its_turn_as_well(library: Library) -> None:
    alexa, (_, second, third) = slow(library, saying("and another thing"), "now", saying("go on"))
    assert written(library, "alexa.moment") in spoken(second)
    assert "another thing" in spoken(third)
    assert alexa.agent.heard == ["something slow", "and another thing"]


def test_stop_stops_while_waiting_and_the_late_answer_is_never_said(library: Library) -> None:
    _, (_, stopped, after) = slow(
        library, lambda _, speaker: speaker.intent("AMAZON.StopIntent"), "now", lambda _, speaker: speaker.again().says("hi")
    )
    assert stopped["response"]["shouldEndSession"] is True
    assert spoken(stopped) == f"<speak>{written(library, 'stop')}</speak>"
    assert spoken(after) == "<speak>heard hi</speak>"


def test_opened_again_by_anybody_the_late_answer_waits_to_be_asked_for(library: Library) -> None:
    _, (_, opened, asked) = slow(library, "now", lambda _, speaker: speaker.again().launch(), lambda _, speaker: speaker.again().intent("GoOnIntent"))
    assert "slow" not in spoken(opened)
    assert "heard something slow" in spoken(asked)


def test_another_voice_never_gets_the_late_answer(library: Library) -> None:
    def other(_: Alexa, speaker: Speaker) -> dict[str, Any]:
        return Speaker(speaker.user, "another voice", speaker.session, is_new=False, attributes={"version": 1, "origin": speaker.session}).says(
            "go on"
        )

    _, (_, answer) = slow(library, "now", other)
    assert "slow" not in spoken(answer)


def test_another_process_says_what_came_of_a_late_turn(opening_state: Callable[[], SharedState], library: Library) -> None:
    async def go() -> tuple[dict[str, Any], ...]:
        agent, states = SlowAgent(), (opening_state(), opening_state())
        other = SlowAgent()
        other.tracker_store = agent.tracker_store
        here, there = (Alexa(library, asked, SHORT, state) for asked, state in zip((agent, other), states))
        speaker = Speaker(uuid4().hex)
        first = await here.asked(speaker.says("something slow"))
        waits = await there.asked(speaker.says("go on"))
        agent.may_answer.set()
        await asyncio.sleep(0.1)
        said = await there.asked(speaker.says("go on"))
        after = await here.asked(speaker.says("and now"))
        for state in states:
            await state.close()
        return first, waits, said, after

    first, waits, said, after = asyncio.run(go())
    assert written(library, "alexa.moment") in spoken(first)
    assert spoken(waits) == f"<speak>{written(library, 'alexa.moment')}</speak>"
    assert spoken(said) == "<speak>heard something slow</speak>"
    assert spoken(after) == "<speak>heard and now</speak>"


def test_a_late_turn_that_is_lost_with_its_process_is_said_to_be(alexa: Alexa, library: Library) -> None:
    async def go() -> tuple[dict[str, Any], dict[str, Any]]:
        speaker = Speaker()
        await alexa.asked(speaker.launch())
        talk, _ = await alexa.channel._talks.of(read_request(speaker.says("go on")))
        talk.late = ["a turn of a process that is gone"]
        await alexa.channel._talks.keep(talk)
        return await alexa.asked(speaker.says("go on")), await alexa.asked(speaker.says("hi"))

    lost, after = asyncio.run(go())
    assert spoken(lost) == f"<speak>{written(library, 'trouble')}</speak>"
    assert spoken(after) == "<speak>heard hi</speak>"


# When something fails.
def test_without_the_state_that_all_share_it_is_said_aloud(library: Library) -> None:
    (answer,) = ask(Alexa(library, shared=OnRedis(f"redis://127.0.0.1:{free_port()}", "tests")), Speaker().launch())
    assert spoken(answer) == f"<speak>{written(library, 'trouble')}</speak>"


def test_trouble_on_our_side_is_a_spoken_word_that_says_nothing(alexa: Alexa, library: Library, caplog: pytest.LogCaptureFixture) -> None:
    alexa.agent.fails = True
    with caplog.at_level(logging.DEBUG):
        _, answer = ask(alexa, Speaker().launch(), Speaker().says("a canary of words"))
    assert written(library, "trouble") in spoken(answer)
    assert "canary" not in spoken(answer)
    assert "canary" not in caplog.text


def test_a_text_over_the_limit_is_answered_as_such(alexa: Alexa, library: Library) -> None:
    speaker = Speaker()
    _, answer = ask(alexa, speaker.launch(), speaker.says("a" * 4001))
    assert spoken(answer) == f"<speak>{written(library, 'too_long')}</speak>"


def test_a_late_turn_that_fails_and_nobody_comes_back_for_is_written_down_nowhere(library: Library, caplog: pytest.LogCaptureFixture) -> None:
    async def go() -> None:
        agent = SlowAgent()
        agent.fails = True
        await Alexa(library, agent, SHORT).asked(Speaker().says("slow canary"))
        agent.may_answer.set()
        await asyncio.sleep(0.05)

    asyncio.run(go())
    assert "canary" not in caplog.text


# Over HTTP.
def over_http(say: Callable[[int], Response], *, skill_id: str | None = SKILL_ID) -> Response:
    """What `say` gets from the application, which trusts the Amazon of the tests; it is given the port."""
    chosen = Settings(secret="the secret of the Alexa channel's tests", alexa_skill_id=skill_id)
    verifier = AlexaVerifier(SKILL_ID, [AMAZON.root.certificate], Chains({CHAIN_URL: AMAZON.chain}).fetch)
    return serving(lambda: make_app(FakeAgent(), chosen, verifier), say)


def post(body: bytes, **headers: str) -> Callable[[int], Response]:
    return lambda port: request(port, "POST", PATH, body, headers={**AMAZON.headers(body), **headers})


def test_a_signed_request_is_answered() -> None:
    answer = over_http(post(encoded(Speaker().says("not tonight"))))
    assert answer.status == 200
    assert "heard not tonight" in answer.json["response"]["outputSpeech"]["ssml"]
    assert answer.headers["cache-control"] == "no-store"


def test_the_body_is_verified_as_it_came_over_the_wire() -> None:
    body = b"\xef\xbb\xbf" + encoded(Speaker().says("caf\u00e9"))
    assert over_http(post(body)).status == 200


def test_any_other_request_gets_400_and_not_a_word() -> None:
    body = encoded(Speaker().launch())
    for ask_for in (
        lambda port: request(port, "POST", PATH, body),
        post(body, **{"Signature-256": "AAAA"}),
        post(encoded(Speaker(skill="amzn1.ask.skill.other").launch())),
        post(b""),
    ):
        answer = over_http(ask_for)
        assert (answer.status, answer.body) == (400, b"")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD", "OPTIONS"])
def test_no_other_method_reveals_what_is_here(method: str) -> None:
    assert over_http(lambda port: request(port, method, PATH)).status == 405


def test_without_a_skill_of_ones_own_there_is_no_channel() -> None:
    body = encoded(Speaker().launch())
    assert over_http(post(body), skill_id=None).status == 404
