"""What is said of the line just offered, and of the partner's answer, in whatever words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from bench.messages import training_messages
from rasa_project import paths
from rasa_project.coach import Library
from rasa_project.coach.skills import remark, rework
from rasa_project.nlu.labelled_messages import read_labelled
from rasa_project.nlu.linear_model import LinearModel
from rasa_project.nlu.remarks import CLEAR, COMPLAINT, NO_REMARK, Remarks
from rasa_project.nlu.telling_model import TellingModel
from rasa_project.nlu.text import plain
from rasa_project.parse import parse_lines

RIGHT, WRONG, FALSE = 0.8, 0.1, 0.25
"""Of the messages that say something of the line or the answer so many are heard right at least, and taken for another at most; of the others that
are taken for one. Among these last are many that a reader would answer as one, and they count only where a line is on the table."""
UNSEEN = Path(__file__).parent / "remarks.yml"


def heard(scores: dict[str, float]) -> str | None:
    classes = tuple(scores)
    model = LinearModel(classes, np.zeros((len(classes), 1), dtype=np.float32), np.array(list(scores.values()), dtype=np.float32), 1.0, 0.0, 1.0)
    nothing = np.zeros(1, dtype=np.float32)
    return Remarks(TellingModel(model, np.array([0]))).heard_in(nothing, np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32))


def test_the_likeliest_remark_counts_where_it_is_clear() -> None:
    assert heard({NO_REMARK: 0.0, "too_cold": CLEAR + 0.1, "too_much": CLEAR + 0.2}) == "too_much"
    assert heard({NO_REMARK: 0.0, "too_cold": CLEAR - 0.1}) is None
    assert heard({NO_REMARK: 1.0, "too_cold": CLEAR + 0.5}) is None


def test_what_was_asked_counts_rather_than_the_complaint_that_it_was_not_answered() -> None:
    assert heard({NO_REMARK: 0.0, COMPLAINT: 2.0, "when_to_say": 1.0}) == "when_to_say"
    assert heard({NO_REMARK: 0.0, COMPLAINT: 2.0, "when_to_say": CLEAR - 0.1}) == COMPLAINT


def test_there_is_an_answer_for_each_remark(library: Library) -> None:
    answers = {reply.id for reply in library.partner} | {remark.YES}
    done = rework.REMARKS | {remark.NOBODY_ASKED, remark.THANKS_DONE, remark.MAKES_NO_SENSE, remark.NOT_HOW_I_TALK}
    done |= {remark.I_SAY_NO, remark.SOMETHING_TO_DO, remark.SORRY_FOR_MY_TONE}
    for name in read_labelled(paths.REMARKS).keys() - {NO_REMARK}:
        if name.startswith(remark.THEY_SAID):
            assert name.removeprefix(remark.THEY_SAID) in answers, name
        else:
            assert name in done or f"{remark.REMARK}{name}" in library.moments, name


def test_no_test_message_and_no_training_message_of_intents_is_learnt_from() -> None:
    learnt = {plain(message) for messages in read_labelled(paths.REMARKS).values() for message in messages}
    assert not learnt & {plain(message) for messages in read_labelled(UNSEEN).values() for message in messages}
    assert len(learnt & {plain(text) for text in training_messages().texts}) < len(learnt) / 100  # "yes", "yep yep"


def test_they_are_heard_in_messages_of_people_whose_words_were_not_learnt(agent: Any) -> None:
    meant = [(message, name) for name, messages in read_labelled(UNSEEN).items() for message in messages]
    answers = parse_lines(agent, [message for message, _ in meant])
    said = [next((entity["value"] for entity in answer["entities"] if entity["entity"] == "remark"), NO_REMARK) for answer in answers]
    of_the_line = [(name, found) for (_, name), found in zip(meant, said) if name != NO_REMARK]
    of_nothing = [found for (_, name), found in zip(meant, said) if name == NO_REMARK]
    assert sum(name == found for name, found in of_the_line) >= RIGHT * len(of_the_line)
    assert sum(found not in (name, NO_REMARK) for name, found in of_the_line) <= WRONG * len(of_the_line)
    assert sum(found != NO_REMARK for found in of_nothing) <= FALSE * len(of_nothing)
