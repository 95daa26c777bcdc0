"""Packbench: the rules and the verbs of the packing bench and of the order desk behind it."""
