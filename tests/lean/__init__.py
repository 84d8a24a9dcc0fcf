"""Tests of rasa_project/lean/: the same turns as Rasa's own."""
