"""What is kept, where, and who hears."""

from actions.coach_action import CoachAction


class ActionPrivacy(CoachAction):
    """Answers the intents of `rasa_project/domain/privacy.yml`."""

    skill = "privacy"
