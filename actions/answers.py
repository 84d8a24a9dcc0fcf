"""Bare answers to what the coach asked."""

from actions.coach_action import CoachAction


class ActionAnswers(CoachAction):
    """Answers the intents of `rasa_project/domain/answers.yml`."""

    skill = "answers"
