"""What comes in: catalogue, stock and orders."""
