"""Rules of channels, the figures they are reckoned from, what was published and how it is delivered."""
