"""What the coach can do, one skill a module; each turns a situation into a turn."""
