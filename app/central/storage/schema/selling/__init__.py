"""What is sold: channels, what each may sell, orders, their details, their money, and how the desk finds them."""
