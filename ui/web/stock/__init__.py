"""Stock in the browser: what is there and to sell, what is low and proposed, purchases, and one SKU with its story."""
