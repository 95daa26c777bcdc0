"""How stock is kept in the browser: recipes, limits, what channels may sell, buying, lots and recalls, places."""
