"""central.toml and its environment: read, checked and shown."""
