"""How many of what are where: promises, movements and what they do to the counters."""
