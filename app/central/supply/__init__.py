"""Low stock and replenishment: demand, purchase proposals, receipts, pick-face refills and alerts."""
