"""What the coach can do, one skill a file."""
