"""Evening notes: whose turn it is, and how they are told."""
