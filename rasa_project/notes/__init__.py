"""Evening notes: choosing, scheduling and delivering them. (A room ready to be filled: there are none yet.)"""
