"""Measurements: what is fast, compared with the fastest that the same rows could come."""
