"""What is done: telling, reading, sending."""
