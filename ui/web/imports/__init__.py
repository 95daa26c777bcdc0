"""Importing files in the browser: what was taken, what was not and why, and the bad rows to mend."""
