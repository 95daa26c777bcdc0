"""The databases the centre runs on: SQLite in its data folder, or PostgreSQL; and how they say that they could not."""
