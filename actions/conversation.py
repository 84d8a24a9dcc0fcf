"""The larger talk: feedback both ways, opening it."""

from actions.coach_action import CoachAction


class ActionConversation(CoachAction):
    """Answers the intents of `rasa_project/domain/conversation.yml`."""

    skill = "conversation"
