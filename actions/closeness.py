"""Being different, being close otherwise, having lost desire or trust."""

from actions.coach_action import CoachAction


class ActionCloseness(CoachAction):
    """Answers the intents of `rasa_project/domain/closeness.yml`."""

    skill = "closeness"
