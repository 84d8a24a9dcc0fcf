"""Rasa graph components of our own: tokens, sentence embedding, intent, details, safety net, decision."""
