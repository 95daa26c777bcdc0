"""Stock promised to orders: by their policy, ahead of stock, out of a reservation, and when stock arrives."""
