"""What is kept: products and places, what lies there, and what is bought."""
