"""What the office reads over HTTP: the record of deeds, channels, and what problems mean."""
