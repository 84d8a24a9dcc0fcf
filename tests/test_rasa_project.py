"""The parts of the Rasa project belong together: nothing is named that is not there, and nothing is there that nobody uses."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import pytest
from rasa_sdk.executor import ActionExecutor

from rasa_project import paths
from rasa_project.coach import intents
from rasa_project.coach.content import WORKED_OUT, Library
from rasa_project.coach.intents import EVENING_NOTE, OUT_OF_SCOPE
from rasa_project.coach.remembered import Purpose
from rasa_project.coach.skill import AGAIN
from rasa_project.coach.skills import aside, practice, remark, topic
from rasa_project.coach.skills.memory import KEPT
from rasa_project.coach.skills.notes import ANNOUNCED
from rasa_project.nlu.labelled_messages import read_labelled
from rasa_project.nlu.text import plain
from tests.nlu.duplicates import Near
from tests.samples import TEST_STORIES, domain, messages, rules, steps, stories

ROLES = ("decliner", "asker")

FEWEST_TEST_MESSAGES = 8
NEARLY = 0.85
"""From this share of common words on two messages are nearly the same."""
FEWEST_WORDS = 4
"""Shorter messages are compared whole: half of all people say "not tonight" in the same words."""


def test_the_intents_of_the_coach_are_those_of_the_domain() -> None:
    assert set(domain()["intents"]) == intents.ALL | {EVENING_NOTE}


@pytest.mark.parametrize("key", ["intents", "actions", "slots", "entities"])
def test_nothing_stands_twice_in_the_domain(key: str) -> None:
    assert [name for name, count in Counter(domain()[key]).items() if count > 1] == []


def test_every_intent_has_exactly_one_rule() -> None:
    named = Counter(name for rule in rules() for name in steps(rule, "intent"))
    assert set(named) == intents.ALL | {EVENING_NOTE}
    assert [name for name, count in named.items() if count > 1] == []


def test_every_rule_is_an_intent_and_an_action_of_the_same_skill() -> None:
    for rule in rules():
        assert len(rule["steps"]) == 2
        assert len(steps(rule, "action")) == 1


def test_every_action_is_used_by_a_rule_and_stands_in_the_domain() -> None:
    assert {action for rule in rules() for action in steps(rule, "action")} == set(domain()["actions"])


def test_every_action_can_be_run() -> None:
    executor = ActionExecutor()
    executor.register_package("actions")
    assert set(domain()["actions"]) <= set(executor.actions)


def test_every_intent_has_training_messages() -> None:
    assert set(messages("training")) == intents.ALL


@pytest.mark.parametrize("intent", sorted(intents.ALL))
def test_every_intent_has_enough_messages_to_learn_from(intent: str) -> None:
    assert len(set(map(plain, messages("training")[intent]))) >= 20


@pytest.mark.parametrize("kind", ["plain", "hard"])
def test_every_intent_has_test_messages_of_both_kinds(kind: str) -> None:
    assert set(messages(kind)) == intents.ALL


@pytest.mark.parametrize("intent", sorted(intents.ALL))
def test_every_intent_has_enough_test_messages(intent: str) -> None:
    assert len({plain(text) for kind in ("plain", "hard") for text in messages(kind)[intent]}) >= FEWEST_TEST_MESSAGES


def test_there_are_test_messages_enough_to_measure_with() -> None:
    assert sum(len(texts) for kind in ("plain", "hard") for texts in messages(kind).values()) >= 300


@pytest.mark.parametrize("kind", ["training", "plain", "hard"])
def test_no_message_means_two_things(kind: str) -> None:
    meant: dict[str, set[str]] = {}
    for intent, texts in messages(kind).items():
        for text in texts:
            meant.setdefault(plain(text), set()).add(intent)
    assert {text: sorted(names) for text, names in meant.items() if len(names) > 1} == {}


@pytest.mark.parametrize("kind", ["plain", "hard", "natural", "evenings"])
def test_no_test_message_stands_in_the_training_data(kind: str) -> None:
    """What this finds is to be removed from one of the two."""
    trained = {_normal(text) for text in _all("training")}
    assert [text for text in _all(kind) if _normal(text) in trained] == []


@pytest.mark.parametrize("kind", ["plain", "hard", "natural", "evenings"])
def test_no_test_message_nearly_stands_in_the_training_data(kind: str) -> None:
    """What this finds is to be removed from the training data."""
    trained = Near(NEARLY)
    for text in _all("training"):
        trained.add(_words(text), text)
    near = [
        (asked, text)
        for asked, words in ((asked, _words(asked)) for asked in _all(kind))
        if len(words) >= FEWEST_WORDS
        for text in trained.of(words)
        if _normal(asked) != _normal(text)
    ]
    assert near == []


def test_no_test_message_stands_in_both_kinds() -> None:
    assert {plain(text) for text in _all("plain")} & {plain(text) for text in _all("hard")} == set()


def test_every_detail_of_the_domain_is_one_that_is_looked_for() -> None:
    written = _strings(paths.ROOT / "rasa_project" / "nlu" / name for name in ("details.py", "decision.py", "safety_net.py")) | {"saved_line"}
    assert set(domain()["entities"]) <= written


def test_every_moment_that_is_written_for_is_said_at_some_point(library: Library) -> None:
    unused = {entry.moment for entry in (*library.answers, *library.frames)} - _reachable(library)
    assert unused == set()


def test_every_moment_that_is_said_has_words(library: Library) -> None:
    written = {entry.moment for entry in (*library.answers, *library.frames)}
    families = {moment.rpartition(".")[0] for moment in written if "." in moment}
    families |= {f"{start}_" for moment in written for start, _, purpose in (moment.rpartition("_"),) if purpose in {kept.value for kept in KEPT}}
    said = {name for name in _strings(_coach()) if re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", name) and name.split(".")[0] in families}
    assert said - written - families - WORKED_OUT == set()


def test_every_button_is_shown_at_some_point(library: Library) -> None:
    channels = paths.ROOT / "rasa_project" / "channels"
    said = _strings([*_coach(), channels / "remembered.py", channels / "home_assistant.py"])
    shown = {chip for entry in library.answers for chip in entry.chips} | {chip.id for chip in library.chips} & said
    assert {chip.id for chip in library.chips} - shown == set()


def test_every_button_means_something_the_coach_understands(library: Library) -> None:
    shapes = {entry.id for entry in library.shapes}
    choices = {ANNOUNCED, *(entry.id for entry in library.choices)}
    for chip in library.chips:
        assert chip.intent in intents.ALL | {EVENING_NOTE}
        assert set(chip.entities) <= set(domain()["entities"])
        assert chip.entities.get("shape", next(iter(shapes))) in shapes
        assert chip.entities.get("choice", next(iter(choices))) in choices


def test_every_source_is_named_by_something(library: Library) -> None:
    named = {
        entry.source
        for name in (
            "steps",
            "lines",
            "wishes",
            "partner",
            "parts",
            "signals",
            "clauses",
            "reasons",
            "alternatives",
            "frames",
            "answers",
            "shapes",
            "truths",
            "choices",
            "chips",
        )
        for entry in getattr(library, name)
    }
    assert {source.id for source in library.sources} - named == set()


def test_every_test_story_names_what_there_is() -> None:
    told = stories(TEST_STORIES)
    assert {name for story in told for name in steps(story, "intent")} <= intents.ALL
    assert {name for story in told for name in steps(story, "action")} == set(domain()["actions"])


def test_every_test_story_follows_the_rules() -> None:
    """What `rasa test core` would say, in a moment: each intent is answered by the action of its rule."""
    action_of = {name: steps(rule, "action")[0] for rule in rules() for name in steps(rule, "intent")}
    for story in stories(TEST_STORIES):
        assert [action_of[name] for name in steps(story, "intent")] == steps(story, "action"), story["story"]


def test_rasas_three_folders_are_all_that_rasa_reads() -> None:
    """Under data/coaching Rasa would take content files for its own."""
    assert [folder.name for folder in paths.TRAINING_DATA] == ["nlu", "rules", "stories"]
    for folder in paths.TRAINING_DATA:
        assert not folder.exists() or not list(folder.glob("coaching"))


def _all(kind: str) -> list[str]:
    return [text for texts in messages(kind).values() for text in texts]


def _normal(text: str) -> str:
    """A message as its words alone; one without words as it stands."""
    return " ".join(re.findall(r"\w+", plain(text))) or plain(text)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", plain(text)))


def _coach() -> Iterable[Path]:
    return (paths.ROOT / "rasa_project" / "coach").rglob("*.py")


def _strings(files: Iterable[Path]) -> set[str]:
    """Every string written in these Python files."""
    return {
        node.value
        for file in files
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@lru_cache(maxsize=1)
def _templates() -> tuple[re.Pattern[str], ...]:
    """The f-strings in the coach that make a moment's name, as expressions ("topic.{intent}")."""
    made = [node for file in _coach() for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.JoinedStr)]
    return tuple(
        re.compile("".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else "([a-z_]+)" for part in node.values))
        for node in made
        if isinstance(node.values[0], ast.Constant) and re.fullmatch(r"([a-z_]+\.)+", str(node.values[0].value))
    )


def _reachable(library: Library) -> set[str]:
    """The moments that the code names, or makes of a name that there is: an intent, a danger, a shape, a role, a medium."""
    parts = intents.ALL | {entry.id for entry in (*library.shapes, *library.partner)} | {"decliner", "asker", "said", "texted", "hurt", "mending"}
    parts |= {*practice.MANNERS, *(part for strengths in practice.STRENGTHS.values() for part in strengths), "brave", "nothing"}
    parts |= {advice for faults in practice.FAULTS.values() for advice in faults.values()}
    parts |= {missing for role in ROLES for missing in practice.MISSING[role]}
    others = ("speech/reply.py", "channels/gate.py", "channels/alexa.py", "channels/alexa_model.py", "notes/service.py")
    named = _strings([*_coach(), *(paths.ROOT / "rasa_project" / name for name in others)])
    made = {entry.moment for entry in (*library.answers, *library.frames) for form in _templates() if _made_of(form, entry.moment, parts)}
    by_content = {row.says for row in library.turns} | {wish.says or f"wish.{wish.id}" for wish in library.wishes}
    rehearsed = {f"practice.partner.{role}.{manner}.{time}" for role in ROLES for manner in practice.MANNERS for time in ("first", "second")}
    rehearsed |= {f"practice.start.{role}" for role in ROLES}
    asked_back = {f"why_asked.{moment}" for moment in library.moments}
    kept = {f"{start}{purpose.value}" for start in ("forget_me.ask_", "remember.ask_", "remember.yes_", "stop_remembering.done_") for purpose in KEPT}
    in_between = {f"{aside.ASIDE}{choice.id}" for choice in library.choices} | {f"{topic.STOPPING}.{topic.FROZE}"}
    remarks, ends = read_labelled(paths.REMARKS), ("", ".talk", ".reply", ".no", ".stays", ".too_long", ".unseen", ".way_out", ".first", ".blame")
    in_between |= {f"{remark.REMARK}{name}{end}" for name in remarks for end in ends} | {f"receipt.{name}" for name in remarks}
    kept |= {f"privacy_question.kept_{name}" for name in (*(purpose.value for purpose in Purpose), "pin")}
    found = named | made | by_content | rehearsed | asked_back | in_between | kept | (intents.ALL - {OUT_OF_SCOPE})
    return found | {f"{moment}.{AGAIN}" for moment in found} | {f"topic.{intent}.words_only" for intent in intents.COACHING}


def _made_of(form: re.Pattern[str], moment: str, parts: frozenset[str] | set[str]) -> bool:
    match = form.fullmatch(moment)
    return match is not None and set(match.groups()) <= set(parts)
