"""The warehouse as its files describe it: catalogue, places, packers, counts."""
