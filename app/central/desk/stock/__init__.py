"""Stock at the desk: every SKU with what is there, promised, to sell and to come, and one SKU with its story."""
