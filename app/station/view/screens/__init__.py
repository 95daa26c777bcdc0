"""Each screen of the bench, one picture of one moment at a time."""
