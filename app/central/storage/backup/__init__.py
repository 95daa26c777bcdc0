"""Copies of the whole database as one file, checked, and put back as a new history."""
