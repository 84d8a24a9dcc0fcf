"""What lives in other people's programs, tested against those programs."""
