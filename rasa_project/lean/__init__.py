"""Rasa with less work in a turn, changed from outside: the same answers, without what only other assistants need.

Each change stands in for code of Rasa's that it names, and is made only where that code is the one it was written for (`known.py`).
docs/explanation/performance.md says what each is worth.
"""
