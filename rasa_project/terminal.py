"""Talking in the terminal: a conversation for people, or one JSON object a line for programs."""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
from collections.abc import Iterable
from typing import Any, TextIO

from rasa_project.agent import load_agent
from rasa_project.channels.gate import Delivered, Gate, Incoming, Person
from rasa_project.errors import RequestError
from rasa_project.library import load_library
from rasa_project.settings import settings

NEW_CONVERSATION = "---"
PROMPT = "> "
PEOPLE = {"terminal": Person("terminal"), "voice": Person("speaker")}
"""Whose memory a channel of this terminal uses: the speaker that it stands for is another device, which anybody may speak to."""


def chat(channel: str, as_json: bool, lines: TextIO) -> None:
    """Answers each line of `lines` on `channel` ("terminal" or "voice") until it ends; a line "---" starts a new conversation."""
    gate = Gate(load_agent(), load_library(), settings())
    if as_json:
        asyncio.run(_answer_lines(gate, channel, lines))
    else:
        asyncio.run(_talk(gate, channel, lines))


def read_lines(source: TextIO) -> Iterable[str]:
    """The lines of a stream, without their ends; bytes that are no UTF-8 become replacement marks."""
    for line in source:
        yield line.rstrip("\r\n")


async def _answer_lines(gate: Gate, channel: str, lines: TextIO) -> None:
    conversation = _new_conversation()
    for line in read_lines(lines):
        if line.strip() == NEW_CONVERSATION:
            conversation = _new_conversation()
            continue
        delivered = await _deliver(gate, conversation, channel, line)
        answer = {"user": line, "intent": delivered.intent, "safety": delivered.safety, "replies": list(delivered.replies)}
        print(json.dumps(answer, ensure_ascii=False), flush=True)


async def _talk(gate: Gate, channel: str, lines: TextIO) -> None:
    conversation = _new_conversation()
    interactive = lines.isatty()
    while True:
        if interactive:
            print(PROMPT, end="", flush=True)
        line = await asyncio.get_running_loop().run_in_executor(None, lines.readline)
        if not line:
            return
        if line.strip() == NEW_CONVERSATION:
            conversation = _new_conversation()
            continue
        delivered = await _deliver(gate, conversation, channel, line.rstrip("\r\n"))
        for reply in delivered.replies:
            print(f"\n{reply['text']}\n", flush=True)
        if any(reply.get("end") for reply in delivered.replies) and interactive:
            return


async def _deliver(gate: Gate, conversation: str, channel: str, line: str) -> Delivered:
    """The gate's answer; its errors become a reply, since a terminal has no status codes."""
    try:
        return await gate.deliver(conversation, channel, Incoming(text=line), PEOPLE[channel])
    except RequestError as error:
        reply: dict[str, Any] = gate.too_long() if error.status == 413 else {"text": str(error)}
        return Delivered("out_of_scope", None, (reply,))


_conversations = itertools.count(1)


def _new_conversation() -> str:
    """A conversation of this process; numbered, so that with EVENING_NOTE_SEED set a run is repeatable."""
    return f"terminal-{next(_conversations)}"


def open_input() -> TextIO:
    """Standard input as forgiving UTF-8: no byte can end the conversation."""
    return open(sys.stdin.fileno(), encoding="utf-8", errors="replace", newline="\n", closefd=False)
