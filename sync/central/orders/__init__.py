"""Orders over HTTP, for the channels."""
