"""The register of this room that comes from Excel: projects with their measures."""

from programmes.ledgers.projects import PROJECTS

__all__ = ["PROJECTS"]
