"""Orders as the desk reads them: pages and searches, one order's story, and what order entry looks up."""
