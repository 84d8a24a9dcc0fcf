"""The Alexa channel against Amazon's own models and a simulator of its interaction model."""
