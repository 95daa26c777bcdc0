"""What shops tell on their own: signed deliveries, each taken once and kept with what became of it."""
