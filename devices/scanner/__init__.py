"""Barcode scanners: on a serial port, or behaving like a keyboard."""
