"""What all processes agree on."""
