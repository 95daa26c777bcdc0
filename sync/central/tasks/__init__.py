"""Tasks over HTTP, for people at work and those who supervise them."""
