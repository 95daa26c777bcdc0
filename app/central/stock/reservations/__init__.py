"""Units kept for a basket or a customer who pays: made, ended, and turned into an order's."""
