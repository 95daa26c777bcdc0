"""What benches tell the centre: who they are, and every fact and request they send."""
