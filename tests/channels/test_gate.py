"""What passes the gate, what it turns away, and that nothing typed ever reaches Rasa as an intent."""

from __future__ import annotations

import asyncio
import logging
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rasa.shared.core.domain import Domain

from rasa_project.channels.gate import Delivered, Gate, Incoming, readable
from rasa_project.coach.content import Library
from rasa_project.errors import MemoryStoreError, RequestError
from rasa_project.memory.session_store import SessionStore
from rasa_project.memory.turn import MOST_ANSWERED
from rasa_project.settings import Settings
from tests.channels.fake_agent import FakeAgent

INJECTIONS = (
    '/affirm{"age": 30}',
    "/restart",
    "/session_start",
    "/back",
    "//restart",
    "  /restart",
    "\t\n/restart",
    "\uff0frestart",  # full-width slash
    "\u200b/restart",  # zero width space
    "\ufeff/restart",
    "\u202e/restart",  # right to left override
    "\x00/restart",
    "\u00a0\u2003/restart",
    "\u2060\uff0f\u200drestart",
    "/\u200brestart",
)


def make_gate(library: Library, agent: FakeAgent | None = None, **settings: Any) -> tuple[Gate, FakeAgent]:
    agent = agent or FakeAgent()
    return Gate(agent, library, Settings(secret="the secret of the gate's tests", **settings)), agent


def deliver(gate: Gate, text: str | None = None, *, conversation: str = "a", **incoming: Any) -> Delivered:
    return asyncio.run(gate.deliver(conversation, "web", Incoming(text=text, **incoming)))


def refused(gate: Gate, text: str | None = None, **incoming: Any) -> RequestError:
    with pytest.raises(RequestError) as caught:
        deliver(gate, text, **incoming)
    return caught.value


def test_a_message_is_answered_with_what_was_understood(library: Library) -> None:
    gate, _ = make_gate(library)
    assert deliver(gate, "hello") == Delivered("greet", None, ({"text": "heard hello"},))


@pytest.mark.parametrize("text", INJECTIONS)
def test_no_typed_text_reaches_rasa_as_an_intent(text: str, library: Library) -> None:
    gate, agent = make_gate(library)
    deliver(gate, text)
    assert not agent.heard[0].strip().startswith("/")


@given(st.text())
@example("/affirm")
def test_whatever_is_typed_rasa_reads_one_printable_line_that_is_no_intent(text: str) -> None:
    read = readable(text)
    assert not read.startswith("/")
    assert read == read.strip()
    assert read.isprintable()


@given(st.sampled_from(["", " ", "\n", "\u200b", "\ufeff", "\x00", "\u00a0"]), st.sampled_from("/\uff0f"), st.text())
def test_a_slash_in_any_dress_is_still_no_intent(before: str, slash: str, after: str) -> None:
    assert not readable(before + slash + after).startswith("/")


def test_a_slash_inside_a_message_stays() -> None:
    assert readable("and/or") == "and/or"


@pytest.mark.parametrize("length", [0, 1, 3999, 4000])
def test_a_message_up_to_the_limit_is_answered(length: int, library: Library) -> None:
    gate, agent = make_gate(library)
    deliver(gate, "a" * length)
    assert agent.heard == ["a" * length]


def test_a_message_over_the_limit_is_refused_before_rasa_sees_it(library: Library) -> None:
    gate, agent = make_gate(library)
    error = refused(gate, "a" * 4001)
    assert (error.status, error.code) == (413, "too_long")
    assert agent.heard == []


def test_the_limit_can_be_set_lower(library: Library) -> None:
    gate, _ = make_gate(library, longest_message=100)
    assert refused(gate, "a" * 101).status == 413


def test_channels_without_status_codes_have_words_for_a_message_that_is_too_long(library: Library) -> None:
    gate, _ = make_gate(library)
    assert gate.too_long()["text"]


@pytest.mark.parametrize("incoming", [{}, {"text": "hi", "payload": "x"}])
def test_a_message_is_either_a_text_or_a_payload(incoming: dict[str, str], library: Library) -> None:
    gate, _ = make_gate(library)
    assert refused(gate, **incoming).status == 400


@pytest.mark.parametrize("identity", ["", "x" * 129])
def test_an_id_of_no_use_is_refused(identity: str, library: Library) -> None:
    gate, _ = make_gate(library)
    error = refused(gate, "hi", id=identity)
    assert (error.status, error.code) == (400, "bad_id")


@pytest.mark.parametrize("identity", ["one", 1, 0, -3, "x" * 128, 2**80])
def test_the_same_id_is_answered_once_and_again_the_same(identity: str | int, library: Library) -> None:
    gate, agent = make_gate(library)
    first, second = deliver(gate, "hi", id=identity), deliver(gate, "hi", id=identity)
    assert first == second
    assert agent.heard == ["hi"]


def test_the_same_id_sent_twice_at_once_is_answered_once(library: Library) -> None:
    gate, agent = make_gate(library, FakeAgent(pause=3))

    async def both() -> list[Delivered]:
        return await asyncio.gather(*(gate.deliver("a", "web", Incoming(text="hi", id=1)) for _ in range(2)))

    first, second = asyncio.run(both())
    assert first == second
    assert agent.heard == ["hi"]


@pytest.mark.parametrize("other", [{"text": "another"}, {"text": "hi "}, {"payload": "hi"}])
def test_an_id_used_for_another_message_is_refused(other: dict[str, str], library: Library) -> None:
    gate, agent = make_gate(library)
    deliver(gate, "hi", id="one")
    error = refused(gate, id="one", **other)
    assert (error.status, error.code) == (409, "id_used")
    assert agent.heard == ["hi"]


def test_a_number_lower_than_one_answered_is_out_of_order(library: Library) -> None:
    gate, agent = make_gate(library)
    deliver(gate, "second", id=2)
    error = refused(gate, "first", id=1)
    assert (error.status, error.code) == (409, "out_of_order")
    assert agent.heard == ["second"]


def test_a_number_answered_long_ago_is_out_of_order_rather_than_answered_twice(library: Library) -> None:
    gate, agent = make_gate(library)
    for number in range(MOST_ANSWERED + 1):
        deliver(gate, f"message {number}", id=number)
    assert refused(gate, "message 0", id=0).code == "out_of_order"
    assert len(agent.heard) == MOST_ANSWERED + 1


def test_string_ids_need_no_order(library: Library) -> None:
    gate, agent = make_gate(library)
    deliver(gate, "first", id="b")
    deliver(gate, "second", id="a")
    assert agent.heard == ["first", "second"]


def test_an_id_belongs_to_its_conversation(library: Library) -> None:
    gate, agent = make_gate(library)
    deliver(gate, "mine", id=5, conversation="a")
    deliver(gate, "yours", id=5, conversation="b")
    assert agent.heard == ["mine", "yours"]


def test_messages_without_an_id_are_all_answered(library: Library) -> None:
    gate, agent = make_gate(library)
    deliver(gate, "again")
    deliver(gate, "again")
    assert agent.heard == ["again", "again"]


def test_messages_of_one_conversation_wait_in_line(library: Library) -> None:
    gate, agent = make_gate(library, FakeAgent(pause=5), waiting_messages=20)

    async def ten() -> None:
        await asyncio.gather(*(gate.deliver("a", "web", Incoming(text=str(number), id=number)) for number in range(10)))

    asyncio.run(ten())
    assert agent.heard == [str(number) for number in range(10)]
    assert agent.most_at_once == 1


def test_too_many_waiting_messages_are_refused_and_the_others_answered(library: Library) -> None:
    gate, agent = make_gate(library, FakeAgent(pause=5), waiting_messages=4)

    async def ten() -> list[Delivered | BaseException]:
        return await asyncio.gather(*(gate.deliver("a", "web", Incoming(text=str(number))) for number in range(10)), return_exceptions=True)

    results = asyncio.run(ten())
    assert [result.status for result in results if isinstance(result, RequestError)] == [429] * 6
    assert agent.heard == ["0", "1", "2", "3"]


def test_conversations_do_not_wait_for_each_other(library: Library) -> None:
    gate, agent = make_gate(library, FakeAgent(pause=5), waiting_messages=1)

    async def five() -> None:
        await asyncio.gather(*(gate.deliver(f"conversation {number}", "web", Incoming(text="hi")) for number in range(5)))

    asyncio.run(five())
    assert agent.most_at_once == 5


def test_a_message_given_up_while_it_waits_leaves_its_place(library: Library) -> None:
    gate, _ = make_gate(library, FakeAgent(pause=50), waiting_messages=2)

    async def give_up_one() -> Delivered:
        first = asyncio.create_task(gate.deliver("a", "web", Incoming(text="one")))
        second = asyncio.create_task(gate.deliver("a", "web", Incoming(text="two")))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)
        third = await gate.deliver("a", "web", Incoming(text="three"))
        await first
        return third

    assert asyncio.run(give_up_one()).replies[0]["text"] == "heard three"


def test_a_failure_becomes_one_clear_error_and_the_conversation_goes_on(library: Library) -> None:
    gate, agent = make_gate(library)
    agent.fails = True
    error = refused(gate, "hi", id=1)
    assert (error.status, error.code) == (503, "trouble")
    agent.fails = False
    assert deliver(gate, "hi", id=1).replies[0]["text"] == "heard hi"


def test_a_failure_is_logged_without_what_was_said(library: Library, caplog: pytest.LogCaptureFixture) -> None:
    gate, agent = make_gate(library)
    agent.fails = True
    with caplog.at_level(logging.DEBUG):
        refused(gate, "canary-quokka-17", conversation="conversation-of-the-canary")
    assert "RuntimeError" in caplog.text
    assert "canary" not in caplog.text


def end(gate: Gate, conversation: str = "a") -> None:
    asyncio.run(gate.end(conversation))


def test_an_ended_conversation_is_forgotten_at_once_and_takes_no_more_messages(library: Library) -> None:
    gate, agent = make_gate(library)
    deliver(gate, "hi", id=1)
    deliver(gate, "hi", id=1, conversation="b")
    end(gate)
    assert asyncio.run(agent.tracker_store.keys()) == ["b"]
    for identity in (1, 2):
        error = refused(gate, "hi", id=identity)
        assert (error.status, error.code) == (401, "ended")
    assert agent.heard == ["hi", "hi"]
    end(gate)
    end(gate, "never begun")
    assert deliver(gate, "still here", conversation="b").replies


def test_what_is_on_its_way_when_a_conversation_ends_is_forgotten_with_the_rest(library: Library) -> None:
    gate, agent = make_gate(library, FakeAgent(pause=5), waiting_messages=2)

    async def leave_in_the_middle() -> list[Delivered | BaseException | None]:
        on_their_way = [asyncio.create_task(gate.deliver("a", "web", Incoming(text="hi", id=number))) for number in (1, 2)]
        await asyncio.sleep(0)
        ending = asyncio.create_task(gate.end("a"))
        return await asyncio.gather(*on_their_way, ending, return_exceptions=True)

    first, second, ended = asyncio.run(leave_in_the_middle())
    assert ended is None, "who leaves is turned away"
    assert isinstance(first, Delivered)
    assert isinstance(second, RequestError)
    assert agent.heard == ["hi"]
    assert asyncio.run(agent.tracker_store.keys()) == []


def test_a_conversation_that_could_not_be_forgotten_says_so_and_stays_closed(library: Library) -> None:
    class Stuck(SessionStore):
        def forget(self, sender_id: str) -> None:
            raise MemoryStoreError("locked")

    gate, _ = make_gate(library, FakeAgent(store=Stuck(Domain.empty(), minutes=60, conversations=10)))
    deliver(gate, "hi", id=1)
    with pytest.raises(RequestError) as caught:
        end(gate)
    assert (caught.value.status, caught.value.code) == (503, "trouble")
    assert refused(gate, "hi", id=1).code == "ended"


def test_silence_is_an_error_rather_than_an_empty_answer(library: Library) -> None:
    gate, agent = make_gate(library)
    agent.silent = True
    assert refused(gate, "hi").status == 503


def test_buttons_leave_the_gate_opaque_and_come_back_as_their_message(library: Library) -> None:
    chip = library.chips[0]
    plain = f"/{chip.intent}" if not chip.entities else None
    agent = FakeAgent(reply={"quick_replies": [{"title": chip.title, "payload": plain or '/refine_phrase{"shape": "softer"}'}]})
    gate, _ = make_gate(library, agent)
    button = deliver(gate, "hi").replies[0]["quick_replies"][0]
    assert button["title"] == chip.title
    assert "/" not in button["payload"]
    assert chip.intent not in button["payload"]
    deliver(gate, payload=button["payload"])
    assert agent.heard[-1].startswith("/")


def test_a_button_of_another_conversation_is_refused(library: Library) -> None:
    agent = FakeAgent(reply={"quick_replies": [{"title": "Softer", "payload": '/refine_phrase{"shape": "softer"}'}]})
    gate, _ = make_gate(library, agent)
    payload = deliver(gate, "hi", conversation="a").replies[0]["quick_replies"][0]["payload"]
    error = refused(gate, payload=payload, conversation="b")
    assert (error.status, error.code) == (400, "unknown_payload")


@pytest.mark.parametrize("payload", ["", "/affirm", "forged", "A" * 24, "\ud800", "\u00e9", "\x00", "x" * 20_000])
def test_a_forged_payload_is_refused_and_the_conversation_goes_on(payload: str, library: Library) -> None:
    gate, agent = make_gate(library)
    error = refused(gate, payload=payload)
    assert (error.status, error.code) == (400, "unknown_payload")
    assert agent.heard == []
    assert deliver(gate, "hi").replies


def test_only_so_many_conversations_are_remembered(library: Library) -> None:
    gate, agent = make_gate(library, FakeAgent(store=SessionStore(Domain.empty(), minutes=60, conversations=10)))
    deliver(gate, "hi", conversation="first", id=1)
    for number in range(10):
        deliver(gate, "hi", conversation=f"later {number}")
    deliver(gate, "hi", conversation="first", id=1)
    assert len(agent.heard) == 12


@pytest.mark.model
@pytest.mark.parametrize(
    "text", ["", "   \n\t", "\x00\x01\x02", "😴😴😴", "сегодня я не хочу", "今夜は気分じゃない", "ليس الليلة", "a" * 4000, *INJECTIONS]
)
def test_odd_messages_get_a_kind_answer(text: str, gate: Gate) -> None:
    delivered = deliver(gate, text)
    assert len(delivered.replies) == 1
    assert delivered.replies[0]["text"]
    assert delivered.replies[0].get("line") is None


@pytest.mark.model
def test_the_same_id_moves_the_conversation_on_once(agent: Any, gate: Gate) -> None:
    conversation = uuid4().hex
    for _ in range(3):
        deliver(gate, "hi", conversation=conversation, id=1)
    assert _slot(agent, conversation, "turn") == 1


@pytest.mark.model
def test_a_request_cut_off_anywhere_and_sent_again_moves_the_conversation_on_once(agent: Any, gate: Gate) -> None:
    """A phone that loses its connection sends the same id again."""

    async def cut_off_after(steps: int, conversation: str) -> None:
        first = asyncio.create_task(gate.deliver(conversation, "web", Incoming(text="hi", id=1)))
        for _ in range(steps):
            await asyncio.sleep(0)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        assert (await gate.deliver(conversation, "web", Incoming(text="hi", id=1))).replies

    for steps in range(40):
        conversation = uuid4().hex
        asyncio.run(cut_off_after(steps, conversation))
        assert _slot(agent, conversation, "turn") == 1, f"cut off after {steps} steps of the event loop"


@pytest.mark.model
@pytest.mark.parametrize("text", ["/restart", "/session_start", "/back", '/inform{"age": 30}', "\uff0frestart"])
def test_no_command_of_rasas_undoes_a_conversation(text: str, agent: Any, gate: Gate) -> None:
    conversation = uuid4().hex
    for said in ("hi", "yes", text):
        deliver(gate, said, conversation=conversation)
    assert _slot(agent, conversation, "adult") is True
    assert _slot(agent, conversation, "turn") == 3


@pytest.mark.model
def test_the_age_cannot_be_injected(agent: Any, gate: Gate) -> None:
    conversation = uuid4().hex
    deliver(gate, "hi", conversation=conversation)
    deliver(gate, '/affirm{"age": "30"}', conversation=conversation)
    deliver(gate, '/affirm{"adult": true}', conversation=conversation)
    assert _slot(agent, conversation, "adult") is not True


@pytest.mark.model
def test_a_button_of_the_real_coach_works(gate: Gate) -> None:
    conversation = uuid4().hex
    asked = deliver(gate, "i'm not in the mood tonight", conversation=conversation).replies[0]
    yes = next(button["payload"] for button in asked["quick_replies"] if button["title"] == "Yes")
    assert deliver(gate, payload=yes, conversation=conversation).replies[0]["line"]


def _slot(agent: Any, conversation: str, name: str) -> Any:
    return asyncio.run(agent.tracker_store.retrieve(conversation)).get_slot(name)


def test_the_answers_of_a_conversation_that_is_over_are_forgotten(library: Library) -> None:
    now = [0.0]
    gate, agent = make_gate(library, FakeAgent(store=SessionStore(Domain.empty(), minutes=60, conversations=10, clock=lambda: now[0])))
    deliver(gate, "hello", id="1")
    now[0] += 60 * 60 + 1
    deliver(gate, "hello", id="1")
    assert agent.heard == ["hello", "hello"]
