"""One answer for the eye and for the ear."""
