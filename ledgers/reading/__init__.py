"""Reading the tables that people really send. Pure functions; no database."""
