"""One answer rendered for the eye (text) and for the ear (SSML)."""
