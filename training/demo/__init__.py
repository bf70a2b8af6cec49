"""Demonstration data of training: three years of events, materials and drills of a street."""

from training.demo.seeding import seed

__all__ = ["seed"]
