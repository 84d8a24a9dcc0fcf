"""The coach itself: pure Python that composes an answer from a situation; it knows nothing of Rasa, files or networks."""

from rasa_project.coach.answer import Answer, Turn
from rasa_project.coach.coach import respond
from rasa_project.coach.content import Library
from rasa_project.coach.situation import Details, Doubt, Heard, Offered, Session, Situation, Told

__all__ = ["Answer", "Details", "Doubt", "Heard", "Library", "Offered", "Session", "Situation", "Told", "Turn", "respond"]
