"""What a client may cost: how often, how much, how long, and how strictly it is read."""
