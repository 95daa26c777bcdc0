"""When to buy again and how much, and what a site says about that."""
