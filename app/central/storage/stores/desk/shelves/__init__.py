"""Stock as the desk reads it: products, what lies at each location, lots and serial numbers."""
