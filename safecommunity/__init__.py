"""The roof: wiring of all rooms; nobody imports it.

It imports nothing itself, so that commands start fast.
"""
