"""Reading aloud and dictation: off by default, softly, and with a plain word on where the sound goes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.widget.chat import NEUTRAL, Chat

pytestmark = [pytest.mark.browser, pytest.mark.server]

VOICES = """
window.spoken = [];
const voices = [{lang: 'en-GB', name: 'far', localService: false}, {lang: 'de-DE', name: 'other', localService: true}, %s];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, 'speechSynthesis', {value: {
  getVoices: () => voices, speak: u => spoken.push([u.text, u.voice.name, u.volume]), cancel: () => spoken.push('hush')}});
"""
HERE = VOICES % "{lang: 'en-US', name: 'near', localService: true}"
AWAY = VOICES % ""
EAR = """
window.ears = [];
window.SpeechRecognition = class {
  %s
  constructor() { ears.push(this); }
  start() { this.started = true; }
  stop() { this.onend(); }
  abort() { this.aborted = true; this.onend?.(); }
  hear(...words) { this.onresult({results: words.map(word => [{transcript: word}])}); }
};
delete window.webkitSpeechRecognition;
"""
EAR_HERE = EAR % "static available() { return Promise.resolve('available'); }"
EAR_AWAY = EAR % "static available() { return Promise.resolve('unavailable'); }"
LISTENING = "async () => { while (!ears[0]?.started) await new Promise(after => setTimeout(after, 10)); }"
Visits = Callable[..., Chat]


def switch_on(chat: Chat, words: str) -> str:
    """Switches a sound on; what is said about where it goes."""
    chat.button("More").click()
    box = chat.page.get_by_label(words)
    expect(box).not_to_be_checked()
    box.check()
    note = chat.page.locator(f"#{box.get_attribute('aria-describedby')}").inner_text()
    chat.button("Back").click()
    return note


def test_no_sound_is_offered_until_it_is_switched_on(visit: Visits) -> None:
    chat = visit(script=HERE + EAR_HERE)
    chat.get_a_line()
    expect(chat.page.get_by_role("button", name="Read aloud")).to_have_count(0)
    expect(chat.button("Speak")).to_have_count(0)
    assert chat.page.evaluate("[ears.length, spoken.filter(x => x !== 'hush').length]") == [0, 0]


def test_a_line_is_read_softly_by_a_voice_on_this_device_if_there_is_one(visit: Visits) -> None:
    chat = visit(script=HERE)
    line = chat.get_a_line()
    assert "do not leave it" in switch_on(chat, "Read lines aloud")
    chat.button("Read aloud").click()
    assert chat.page.evaluate("spoken.at(-1)") == [line, "near", 0.5]


def test_who_has_only_voices_of_the_internet_is_told_before(visit: Visits) -> None:
    chat = visit(script=AWAY)
    chat.get_a_line()
    assert "over the internet" in switch_on(chat, "Read lines aloud")
    chat.button("Read aloud").click()
    assert chat.page.evaluate("spoken.at(-1)[1]") == "far"


@pytest.mark.parametrize("way", ["Someone is here", "Leave quickly", "Clear and start again"])
def test_reading_stops_at_once(way: str, visit: Visits) -> None:
    chat = visit(script=HERE)
    chat.get_a_line()
    switch_on(chat, "Read lines aloud")
    chat.button("Read aloud").click()
    chat.page.route(f"{NEUTRAL}**", lambda route: route.fulfill(status=204))  # the browser stays where it is
    if way.startswith("Clear"):
        chat.button("More").click()
    chat.button(way).click()
    assert chat.page.evaluate("spoken.at(-1)") == "hush"


def test_where_there_is_no_voice_and_no_ear_it_says_so(visit: Visits) -> None:
    chat = visit(script="delete window.SpeechRecognition; delete window.webkitSpeechRecognition;")
    chat.button("More").click()
    for words, note in (("Read lines aloud", "cannot read aloud"), ("Speak instead", "cannot take dictation")):
        box = chat.page.get_by_label(words)
        expect(box).to_be_disabled()
        expect(chat.page.locator(f"#{box.get_attribute('aria-describedby')}")).to_contain_text(note)


@pytest.mark.parametrize(("ear", "note", "local"), [(EAR_HERE, "does not leave it", True), (EAR_AWAY, "goes to the maker of this browser", None)])
def test_dictation_fills_the_box_and_sends_nothing_by_itself(ear: str, note: str, local: bool | None, visit: Visits) -> None:
    chat = visit(script=ear)
    assert note in switch_on(chat, "Speak instead")
    chat.box.fill("well")
    chat.button("Speak").click()
    expect(chat.notice).to_have_text("Listening…")
    expect(chat.button("Stop")).to_have_attribute("aria-pressed", "true")
    expect(chat.button("Stop")).to_be_visible()
    chat.page.evaluate(LISTENING)
    chat.page.evaluate("ears[0].hear('not ', 'tonight')")
    expect(chat.box).to_have_value("well not tonight")
    assert chat.page.evaluate("ears[0].processLocally ?? null") == local
    chat.button("Stop").click()
    expect(chat.notice).to_be_empty()
    expect(chat.button("Speak")).to_have_attribute("aria-pressed", "false")
    assert chat.visit.messages == []


def test_a_microphone_that_is_refused_is_no_dead_end(visit: Visits) -> None:
    chat = visit(script=EAR_AWAY)
    switch_on(chat, "Speak instead")
    chat.button("Speak").click()
    chat.page.evaluate(LISTENING)
    chat.page.evaluate("() => { ears[0].onerror({error: 'not-allowed'}); ears[0].onend(); }")
    expect(chat.notice).to_contain_text("Typing always works")
    chat.say("hello")


def test_hiding_stops_listening_and_lets_go_of_what_was_heard(visit: Visits) -> None:
    chat = visit(script=EAR_AWAY)
    switch_on(chat, "Speak instead")
    chat.button("Speak").click()
    chat.page.evaluate(LISTENING)
    chat.button("Someone is here").click()
    assert chat.page.evaluate("ears[0].aborted") is True
