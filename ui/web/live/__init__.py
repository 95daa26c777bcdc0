"""Pages hear that something changed."""
