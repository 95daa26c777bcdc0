"""The touch kiosk."""
