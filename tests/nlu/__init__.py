"""How a message is understood; the YAML files are messages that stand in no training data."""
