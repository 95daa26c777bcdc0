"""The server: what every end point shares, and the process that listens."""
