"""Where web shops knock: signatures checked on the bytes as they came, deliveries taken once."""
