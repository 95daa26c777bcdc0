"""Users and sessions, keys of programs, and the record of deeds."""
