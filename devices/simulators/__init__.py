"""Devices made of bytes: they stand behind the real drivers, on a pty or a TCP port, and can be told to fail."""
