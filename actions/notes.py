"""Evening notes."""

from actions.coach_action import CoachAction


class ActionNotes(CoachAction):
    """Answers the intents of `rasa_project/domain/notes.yml`."""

    skill = "notes"
