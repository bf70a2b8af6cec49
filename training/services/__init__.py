"""Deeds on events, materials, drills and findings."""
