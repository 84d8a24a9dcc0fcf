"""Asking for closeness or for time."""

from actions.coach_action import CoachAction


class ActionAsk(CoachAction):
    """Answers the intents of `rasa_project/domain/ask.yml`."""

    skill = "ask"
