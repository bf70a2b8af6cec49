"""Deeds on areas, population, memberships, organisations and attachments."""
