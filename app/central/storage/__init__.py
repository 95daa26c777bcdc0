"""The centre's storage: SQLAlchemy Core on SQLite (PostgreSQL when outgrown); nothing outside this room imports SQLAlchemy."""
