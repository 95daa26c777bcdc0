"""Doors to the things on the bench: scanners, printers, and their simulators."""
