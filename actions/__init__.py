"""Rasa custom actions: one a skill, each thin; the coach composes what they say."""
