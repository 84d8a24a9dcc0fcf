"""What is kept of a conversation, and for how long; nothing beyond the conversation is kept yet."""
