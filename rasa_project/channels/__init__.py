"""The ways in: each channel reads its own protocol, and every message passes the gate."""
