"""What each fact and request of a bench does to the order desk."""
