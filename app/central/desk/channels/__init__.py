"""Channels at the desk: how each one stands, what it sent last, and what it has not heard yet."""
