"""What the operation of the centre is asked: whether it is well, and how much waits."""
