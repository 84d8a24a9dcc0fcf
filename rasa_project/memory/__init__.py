"""What is kept of a conversation, and for how long. (Nothing beyond the conversation is kept yet.)"""
