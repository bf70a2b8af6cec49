"""Deeds on reports."""
