"""Label printers that speak ZPL II: what is sent, what comes back, and what both mean."""
