"""Tests of bench/: the parts that need no server and no model."""
