"""Greeting, help, stopping, and what does not fit."""

from actions.coach_action import CoachAction


class ActionTalk(CoachAction):
    """Answers the intents of `rasa_project/domain/talk.yml`."""

    skill = "talk"
