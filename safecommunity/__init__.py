"""The project package: wiring on top, library at the bottom.

It imports nothing, so that `safecommunity.lib.stats` can be used without Django or Celery.
"""
