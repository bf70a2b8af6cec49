"""Actions on areas, population, memberships, organisations and attachments."""
