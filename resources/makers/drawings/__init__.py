"""Draws the product pictures."""
