"""A form on its way to a deed: its fields are read, and the deed is done with its row in the record."""
