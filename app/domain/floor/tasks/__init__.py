"""Tasks of the floor being done at a bench: units put where they belong, shelves counted, returns looked at, parcels
stopped."""
