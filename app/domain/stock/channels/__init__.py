"""What each channel may sell: what is free for it, what a person says of it, and when it gets less by itself."""
