"""End-to-end conversations, one file a behaviour."""
