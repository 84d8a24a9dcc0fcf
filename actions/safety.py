"""Danger, noticed before anything else."""

from actions.coach_action import CoachAction


class ActionSafety(CoachAction):
    """Answers the intents of `rasa_project/domain/safety.yml`."""

    skill = "safety"
