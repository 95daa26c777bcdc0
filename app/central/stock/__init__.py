"""The verbs of stock: what arrives, moves, is counted, kept apart, reserved, returned and made of parts."""
