"""Doors to other systems over a network."""
