"""The files under the station: opened, locked, migrated, and what may be wrong with them."""
