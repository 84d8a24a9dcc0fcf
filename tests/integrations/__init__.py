"""What is installed elsewhere and talks to the coach, against the real thing."""
