"""What the centre tells those who run it: its log, its figures, its health."""
