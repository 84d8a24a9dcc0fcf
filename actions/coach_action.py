"""What every action does: read the situation, let the coach answer, say it, keep what is known."""

from __future__ import annotations

import abc
import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.remembering import carry_out, with_memory
from actions.tracker import person_of, read_situation, slot_events
from rasa_project.coach import respond
from rasa_project.envelope import MEMORY_CHANGED, PERSON
from rasa_project.library import load_library
from rasa_project.speech.reply import render, trouble

logger = logging.getLogger(__name__)

ACTION_LISTEN = "action_listen"


class CoachAction(Action, abc.ABC):
    """A skill of the coach as a Rasa action. Subclasses name the skill; they hold no wording and decide nothing."""

    @property
    @abc.abstractmethod
    def skill(self) -> str:
        """The skill's name, the same in every room of the house."""

    def name(self) -> str:
        """The name in the domain, from the skill."""
        return f"action_{self.skill}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Says the coach's answer and returns the slots that changed. Whatever goes wrong, the person hears something."""
        library = load_library()
        channel = tracker.get_latest_input_channel()
        try:
            person = person_of(tracker)
            read = read_situation(tracker)
            situation = with_memory(person, read)
            turn = respond(library, situation)
            reply = render(turn.answer, library, channel)
            changed = carry_out(person, situation, turn)
        except Exception as error:  # noqa: BLE001 - Rasa would swallow it and say nothing
            # the kind of error only: its message could hold what was said
            logger.error("The coach failed in skill '%s' on channel '%s': %s", self.skill, channel, type(error).__name__)
            dispatcher.utter_message(json_message=trouble(library, channel).to_dict())
            return [FollowupAction(ACTION_LISTEN)]
        dispatcher.utter_message(json_message={**reply.to_dict(), MEMORY_CHANGED: True} if changed else reply.to_dict())
        # the answer ends the turn: saying so spares Rasa another round through its policies
        whose = [SlotSet(PERSON, person)] if person is not None and tracker.get_slot(PERSON) != person else []
        return [*whose, *slot_events(read.session, turn.session), FollowupAction(ACTION_LISTEN)]
