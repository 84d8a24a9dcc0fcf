"""Evening notes on their way: whose turn it is, and the notice that one waits. The coach chooses the note; the memory keeps it."""
