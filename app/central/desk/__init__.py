"""What the pages of the order desk show: lists with what happens next, searches, and the story of an order."""
