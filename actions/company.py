"""Company, two people, practice, good news."""

from actions.coach_action import CoachAction


class ActionCompany(CoachAction):
    """Answers the intents of `rasa_project/domain/company.yml`."""

    skill = "company"
