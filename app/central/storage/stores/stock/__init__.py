"""Stock as rows: levels with their ledger, lots and serials, reservations, transfers, kits, and sums to audit them."""
