"""The benchmark: this assistant and the bot that `rasa init` makes, measured side by side in one run."""
