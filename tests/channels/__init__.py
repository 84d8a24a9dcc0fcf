"""The channels and the gate before them."""
