"""What the caller of a command should change."""


class Wrong(Exception):
    """In words, for the command line."""
