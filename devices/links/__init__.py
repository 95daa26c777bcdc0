"""Links carry bytes to and from a device and know the operating system, nothing else."""
