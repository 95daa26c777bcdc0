"""Files imported in the browser: read by whoever knows their format, reported row by row, remembered."""
