"""Tests that danger is noticed first."""
