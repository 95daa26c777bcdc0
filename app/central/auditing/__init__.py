"""What follows from an audit: repairs proposed, and applied one by one."""
