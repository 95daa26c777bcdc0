"""The station end of the wire: outbox drain, feed pull, HTTP client."""
