"""Changing the form of the line."""

from actions.coach_action import CoachAction


class ActionShape(CoachAction):
    """Answers the intents of `rasa_project/domain/shape.yml`."""

    skill = "shape"
