"""Order sources: web-shop exports and CSV."""
