"""From where the bench stands to what its screen says, in finished words."""
