"""What the pages of the order desk read: lists, searches and the story of an order."""
