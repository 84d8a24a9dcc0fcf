"""A mistake in a content file stops the start, and the message names the file, the entry and the reason."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from rasa_project import library, paths
from rasa_project.coach.content import Library
from rasa_project.errors import ContentError
from rasa_project.library import load_library, read_library

Entry = dict[str, Any]
Change = Callable[[list[Any]], None]


@pytest.fixture(autouse=True)
def _what_was_parsed_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred times the same files, of which one is broken: each is parsed once."""
    monkeypatch.setattr(library, "_from_yaml", _remembered)


_remembered = lru_cache(maxsize=None)(library._from_yaml)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content, to be broken."""
    return Path(shutil.copytree(paths.COACHING, tmp_path / "coaching"))


def _change(file: Path, key: str, change: Change) -> str:
    """Breaks the entries under `key` and returns the id that the first of them had."""
    document = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    first = document[key][0].get("id", "")
    change(document[key])
    file.write_text(yaml.dump(document, Dumper=yaml.CSafeDumper, allow_unicode=True), encoding="utf-8")
    return str(first)


def _first(**fields: object) -> Change:
    """Sets fields of the first entry."""
    return lambda entries: entries[0].update(fields)


def _first_without(field: str) -> Change:
    return lambda entries: entries[0].pop(field)


def _twice(entries: list[Any]) -> None:
    entries.append(dict(entries[0]))


def _message(folder: Path) -> str:
    with pytest.raises(ContentError) as raised:
        read_library(folder)
    return str(raised.value)


BROKEN = [
    # what is wrong, file, key in the file, how, words of the reason
    pytest.param("lines/decline.yml", "lines", _first(tune="warm"), "extra fields not permitted", id="a field that nobody knows"),
    pytest.param("lines/decline.yml", "lines", _first_without("text"), "text: field required", id="a line without its text"),
    pytest.param("lines/decline.yml", "lines", _first(text=None), "text: none is not an allowed value", id="a line with an empty text"),
    pytest.param("lines/decline.yml", "lines", _first(tone="cold"), "'warm', 'playful', 'direct'", id="a tone that there is not"),
    pytest.param("lines/decline.yml", "lines", _first(medium="sung"), "'said', 'texted'", id="a medium that there is not"),
    pytest.param("lines/decline.yml", "lines", _first(step="beg"), "'acknowledge'", id="a step that there is not"),
    pytest.param("lines/decline.yml", "lines", _first(needs=["hope"]), "'love', 'desire', 'touch', 'not_you'", id="a truth that there is not"),
    pytest.param("lines/decline.yml", "lines", _first(text="It's a no tonight, {name}."), "unknown placeholder", id="a place that nobody fills"),
    pytest.param(
        "lines/decline.yml", "lines", _first(text="It's a no {time}."), "unknown placeholder", id="a place for a time in a line that names none"
    ),
    pytest.param(
        "lines/ask.yml", "lines", _first(time=True, text="Shall we?"), "{time}", id="a line that says it names a time and has no place for it"
    ),
    pytest.param("lines/decline.yml", "lines", _first(source="nobody_2030"), "unknown source 'nobody_2030'", id="a source that there is not"),
    pytest.param("lines/decline.yml", "lines", _first(reason="aliens"), "unknown reason 'aliens'", id="a reason that there is not"),
    pytest.param("lines/decline.yml", "lines", _first(offer="skydiving"), "unknown alternative 'skydiving'", id="an alternative that there is not"),
    pytest.param("lines/decline.yml", "lines", _twice, "stand twice", id="a line whose id stands twice"),
    pytest.param("lines/ask.yml", "lines", _first(asks_for="everything"), "'sex', 'intimacy', 'closeness'", id="an ask for nothing known"),
    pytest.param("lines/hear_a_no.yml", "lines", _first(time="soon"), "could not be parsed to a boolean", id="a time that is not yes or no"),
    pytest.param("clauses.yml", "clauses", _first(parts=["maybe"]), "'acknowledge'", id="a part that a clause cannot carry"),
    pytest.param("clauses.yml", "clauses", _first(role="both"), "'decliner', 'asker'", id="a role that there is not"),
    pytest.param("clauses.yml", "clauses", _first(text="Ask me {day}."), "unknown placeholder", id="a clause with a place that nobody fills"),
    pytest.param("reasons/body.yml", "reasons", _first(clauses={"loud": ["No."]}), "extra fields not permitted", id="a reason in a fourth tone"),
    pytest.param("reasons/body.yml", "reasons", _first(named_as=7), "named_as", id="names that are no list"),
    pytest.param("alternatives.yml", "alternatives", _first_without("offers"), "offers: field required", id="an alternative that nobody can offer"),
    pytest.param("frames.yml", "frames", _first(channel="smoke"), "'any', 'text', 'voice'", id="a channel that there is not"),
    pytest.param("shapes.yml", "shapes", _first(named_as=[]), "nobody could name it", id="a wish that nobody could name"),
    pytest.param("shapes.yml", "chips", _twice, "stand twice", id="a chip whose id stands twice"),
    pytest.param("countries.yml", "countries", _twice, "stand twice", id="a country whose id stands twice"),
    pytest.param("sources.yml", "sources", _twice, "stand twice", id="a source whose id stands twice"),
    pytest.param("sources.yml", "sources", _first(kind="rumour"), "'study'", id="a kind of source that there is not"),
    pytest.param("steps.yml", "steps", _first(why=["Because.", "So."]), "at least three ways", id="a step with two reasons why"),
    pytest.param("answers/turned_down.yml", "answers", _first(question="Company"), "ends with a question mark", id="a question that asks nothing"),
    pytest.param("answers/turned_down.yml", "answers", _first(chips=["dance"]), "unknown chip", id="a chip that there is not"),
    pytest.param("answers/turned_down.yml", "answers", _first_without("moment"), "moment: field required", id="an answer to no moment"),
    pytest.param("answers/turned_down.yml", "answers", _twice, "stand twice", id="an answer whose id stands twice"),
    pytest.param("answers/notes.yml", "answers", _first(text="At {hour}."), "unknown placeholder", id="an answer with a place that nobody fills"),
    pytest.param(
        "answers/notes.yml", "answers", _first(moment="bedtime_off.paused"), "no place is left for until", id="an answer without the place it needs"
    ),
    pytest.param("notes/the_no.yml", "notes", _first(kind="poem"), "'thought', 'question', 'line', 'step'", id="a kind of note that there is not"),
    pytest.param("notes/the_no.yml", "notes", _first(line="No, not tonight."), "holds a line when its kind", id="a thought with a line"),
    pytest.param("notes/the_no.yml", "notes", _first(kind="line"), "holds a line when its kind", id="a line to say that says nothing"),
    pytest.param("notes/the_no.yml", "notes", _first(role="asker"), "for the role 'decliner'", id="a note about saying no for those who ask"),
    pytest.param("notes/the_no.yml", "notes", _first(about="maybe"), "'neither', 'decline', 'ask'", id="a note about something else"),
    pytest.param("notes/the_no.yml", "notes", _first(reasons=["aliens"]), "unknown reason among aliens", id="a note for a reason that there is not"),
    pytest.param("notes/the_no.yml", "notes", _first(source="nobody_2030"), "unknown source", id="a note from a source that there is not"),
    pytest.param("notes/the_no.yml", "notes", _first(text="Goodnight, {name}."), "unknown placeholder", id="a note with a place that nobody fills"),
    pytest.param("notes/the_no.yml", "notes", _twice, "stand twice", id="a note whose id stands twice"),
]


@pytest.mark.parametrize(("file", "key", "change", "reason"), BROKEN)
def test_a_mistake_is_named_with_its_file_and_entry_and_reason(folder: Path, file: str, key: str, change: Change, reason: str) -> None:
    entry = _change(folder / file, key, change)
    message = _message(folder)
    assert reason in message
    assert entry in message
    assert file in message


@pytest.mark.parametrize("id_", ["Loud Id", "ends.with.dot.", "", "so-so"])
def test_an_id_that_is_no_id_is_named(folder: Path, id_: str) -> None:
    _change(folder / "lines/decline.yml", "lines", _first(id=id_))
    message = _message(folder)
    assert "lines/decline.yml" in message
    assert "id" in message


def test_an_entry_without_an_id_is_named_by_its_place(folder: Path) -> None:
    _change(folder / "lines/decline.yml", "lines", _first_without("id"))
    assert "lines/decline.yml: entry 1: id: field required" in _message(folder)


def test_an_entry_that_is_no_mapping_is_named_by_its_place(folder: Path) -> None:
    def replace_second(entries: list[Any]) -> None:
        entries[1] = "It's a no tonight."

    _change(folder / "lines/decline.yml", "lines", replace_second)
    message = _message(folder)
    assert "lines/decline.yml: entry 2" in message


def test_an_id_may_not_stand_in_two_files_of_answers(folder: Path) -> None:
    taken = yaml.safe_load((folder / "answers/shape.yml").read_text(encoding="utf-8"))["answers"][0]["id"]
    _change(folder / "answers/turned_down.yml", "answers", _first(id=taken))
    message = _message(folder)
    assert taken in message
    assert "stand twice" in message


def test_a_confirmed_help_line_needs_the_day_on_which_it_was_checked(folder: Path) -> None:
    _change(folder / "helplines.yml", "helplines", _first(confirmed=True, checked=None))
    message = _message(folder)
    assert "helplines.yml" in message
    assert "the day on which it was checked" in message


def test_a_step_without_a_reason_why_is_named(folder: Path) -> None:
    def drop_the_ask(entries: list[Entry]) -> None:
        entries[:] = [entry for entry in entries if entry["id"] != "ask"]

    _change(folder / "steps.yml", "steps", drop_the_ask)
    message = _message(folder)
    assert "no reason is given for ask" in message
    assert "steps" in message


def test_a_key_written_twice_in_one_entry_is_a_mistake(folder: Path) -> None:
    file = folder / "lines/hear_a_no.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("\n    step: hear\n", "\n    step: hear\n    step: hear\n", 1), encoding="utf-8")
    message = _message(folder)
    assert "lines/hear_a_no.yml" in message
    assert "step" in message


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "clauses.yml").unlink()
    message = _message(folder)
    assert "clauses.yml" in message
    assert "cannot be read" in message


@pytest.mark.parametrize("text", ["lines: [unclosed", "lines:\n\t- id: tab", "lines: {a: b: c}"])
def test_a_file_that_is_no_yaml_is_named(folder: Path, text: str) -> None:
    (folder / "lines/ask.yml").write_text(text, encoding="utf-8")
    message = _message(folder)
    assert "lines/ask.yml" in message
    assert "is not valid YAML" in message


@pytest.mark.parametrize("text", ["", "[]", "lines:", "line: []", "lines: warm", "lines: {warm: x}"])
def test_a_file_without_its_list_is_named(folder: Path, text: str) -> None:
    (folder / "lines/ask.yml").write_text(text, encoding="utf-8")
    message = _message(folder)
    assert "lines/ask.yml" in message
    assert "holds no list named 'lines'" in message


def test_code_in_a_file_is_not_run(folder: Path) -> None:
    (folder / "lines/ask.yml").write_text("lines: !!python/object/apply:os.getcwd []", encoding="utf-8")
    assert "is not valid YAML" in _message(folder)


def test_the_content_as_it_stands_has_no_mistake(folder: Path) -> None:
    assert isinstance(read_library(folder), Library)


def test_the_content_is_read_once() -> None:
    assert load_library() is load_library()


def test_the_content_cannot_be_changed_by_accident(library: Library) -> None:
    with pytest.raises(TypeError):
        library.banks["decline"][0].text = "Yes."


def test_every_reason_that_may_be_given_can_be_said_in_every_tone(library: Library) -> None:
    for reason in library.reasons:
        for tone in ("warm", "playful", "direct"):
            assert bool(reason.clauses.of(tone)) != reason.partner_aimed, f"{reason.id} {tone}"


def test_every_alternative_can_be_offered_in_every_tone(library: Library) -> None:
    for alternative in library.alternatives:
        assert all(len(alternative.offers.of(tone)) >= 2 for tone in ("warm", "playful", "direct")), alternative.id


def test_every_country_that_can_be_named_has_confirmed_help_lines(library: Library) -> None:
    known = {line.country for line in library.helplines if line.confirmed}
    assert {country.id.upper() for country in library.countries} <= known


def test_a_line_for_the_partner_stands_in_the_file_of_its_part(library: Library) -> None:
    for part, lines in (("decline", library.banks["decline"]), ("ask", library.banks["ask"]), ("hear", library.banks["hear_a_no"])):
        assert all(line.id.startswith(f"{part}.{line.tone}.{line.medium}.") for line in lines), part


def test_only_asking_lines_ask_for_something(library: Library) -> None:
    assert all(line.asks_for is not None for line in library.banks["ask"])
    assert all(line.asks_for is None for line in (*library.banks["decline"], *library.banks["hear_a_no"]))
