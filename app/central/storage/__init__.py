"""The centre's storage: SQLAlchemy Core, on SQLite now and PostgreSQL when outgrown."""
