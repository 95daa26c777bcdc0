"""Order sources and files of the site: bytes in; records and bad rows, each with its place, out."""
