"""Having been told no."""

from actions.coach_action import CoachAction


class ActionTurnedDown(CoachAction):
    """Answers the intents of `rasa_project/domain/turned_down.yml`."""

    skill = "turned_down"
