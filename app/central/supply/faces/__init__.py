"""Pick faces: how much of a SKU lies ready where, and how it is filled up again."""
