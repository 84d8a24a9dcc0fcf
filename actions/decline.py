"""Saying no for tonight, and stopping."""

from actions.coach_action import CoachAction


class ActionDecline(CoachAction):
    """Answers the intents of `rasa_project/domain/decline.yml`."""

    skill = "decline"
