"""Small generators of the resources: each writes its files again, byte for byte."""
