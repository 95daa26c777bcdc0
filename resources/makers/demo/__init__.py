"""Writes the demo warehouse."""
