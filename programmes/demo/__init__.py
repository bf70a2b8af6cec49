"""Demonstration data: eight promotion projects at all stages, with a year of values."""

from programmes.demo.seeding import seed, settle

__all__ = ["seed", "settle"]
