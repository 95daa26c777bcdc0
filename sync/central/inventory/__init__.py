"""What channels may sell, over HTTP: read, followed as a stream, and ruled."""
