"""The packing bench: its verbs, its ports and its storage."""
