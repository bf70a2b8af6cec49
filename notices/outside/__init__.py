"""The other side: how a message is written for it, carried to it, and its answer read."""
