"""The centre end of the wire: the HTTP API."""
