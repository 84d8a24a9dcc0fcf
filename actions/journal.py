"""What was tried, and saved lines."""

from actions.coach_action import CoachAction


class ActionJournal(CoachAction):
    """Answers the intents of `rasa_project/domain/journal.yml`."""

    skill = "journal"
