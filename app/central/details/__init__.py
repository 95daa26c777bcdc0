"""An order's details: what the libraries and our own rules find in them, and the questions that come of it."""
