"""Supply over HTTP: what is low and proposed, purchases and their receipts, alerts."""
