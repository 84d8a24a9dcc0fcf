"""Many people at once, with real servers, in calm and while things break."""
