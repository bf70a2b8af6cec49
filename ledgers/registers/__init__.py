"""Declarations of the registers of rooms below: areas, organisations, accounts."""
