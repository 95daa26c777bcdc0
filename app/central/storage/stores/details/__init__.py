"""Rows about an order's details: what was found, what was asked, and what goes out by mail."""
