"""The built-in roles. What each may do is said by the permissions that apps declare."""

from dataclasses import dataclass

ADMINISTRATOR = "administrator"
OFFICE = "office-staff"
COMMUNITY = "community-staff"
GRID_WORKER = "grid-worker"
REPORTER = "injury-reporter"
PARTNER = "partner"
COMMITTEE = "committee-member"
AUDITOR = "auditor"

STAFF = (OFFICE, COMMUNITY)
EVERYBODY = (
    ADMINISTRATOR,
    OFFICE,
    COMMUNITY,
    GRID_WORKER,
    REPORTER,
    PARTNER,
    COMMITTEE,
    AUDITOR,
)


@dataclass(frozen=True)
class BuiltInRole:
    """Code and names of a role that every installation has."""

    code: str
    name_zh: str
    name_en: str


BUILT_IN = [
    BuiltInRole(ADMINISTRATOR, "系统管理员", "System administrator"),
    BuiltInRole(OFFICE, "街道办工作人员", "Street-office staff"),
    BuiltInRole(COMMUNITY, "社区工作人员", "Community staff"),
    BuiltInRole(GRID_WORKER, "网格员", "Grid worker"),
    BuiltInRole(REPORTER, "伤害报告人", "Injury reporter"),
    BuiltInRole(PARTNER, "协作部门", "Partner department"),
    BuiltInRole(COMMITTEE, "促进委员会委员", "Committee member"),
    BuiltInRole(AUDITOR, "审计员", "Auditor"),
]
