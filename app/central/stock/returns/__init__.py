"""Units that come back: looked at, and put on their shelves again."""
