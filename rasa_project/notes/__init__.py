"""Evening notes: choosing, scheduling and delivering them; a room ready to be filled, there are none yet."""
