"""How the centre is run: its log, its figures, its health, its background work and its processes."""
