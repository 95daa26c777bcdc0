"""Channels in the browser: how each one stands, its keys and secrets, its policy, and what it may sell."""
