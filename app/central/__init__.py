"""The order desk: the centre's verbs and its storage."""
