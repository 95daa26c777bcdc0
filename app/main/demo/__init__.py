"""The demo: an embedded centre, simulated devices, and, when asked, a packer who works by himself."""
