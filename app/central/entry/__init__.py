"""Orders a person takes at the desk: by telephone, or at the counter where the goods may be taken along."""
