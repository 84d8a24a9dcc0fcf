"""The actions, and the way between Rasa's tracker and the coach."""
