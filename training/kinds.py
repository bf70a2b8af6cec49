"""Code lists of training: types of event, audience groups, age bands, campaigns, materials.

The codes and their Chinese names are those of the domain facts 7.1 and 7.3, which collect them from
work plans and practice reports of streets; what is our own grouping says so.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    """Type of an event (domain facts 7.1, "Event types")."""

    STUDY_VISIT = "study-visit", _("Study visit")
    ANNUAL_CONFERENCE = "annual-conference", _("Annual conference")
    KEY_STAFF = "key-staff", _("Key-staff course")
    EXPERT_DIAGNOSIS = "expert-diagnosis", _("Expert diagnosis and coaching")
    STAFF_WIDE = "staff-wide", _("Staff-wide training")
    LECTURE = "lecture", _("Lecture for residents")
    PRE_JOB = "pre-job", _("Pre-job training")
    POST_DUTY = "post-duty", _("Post-duty training")
    ENTERPRISE_HEADS = "enterprise-heads", _("Fire-safety training of enterprise heads")
    GRID_MONTHLY = "grid-monthly", _("Monthly training meeting of grid workers")
    DRILL = "drill", _("Drill")
    EXCHANGE = "exchange", _("Exchange meeting")
    FORUM = "forum", _("Residents' forum")
    CAMPAIGN = "campaign", _("Campaign day or month")
    DISTRIBUTION = "distribution", _("Distribution of publicity material")
    OUTDOOR = "outdoor", _("Outdoor publicity")
    SELF_MEDIA = "self-media", _("Push by own media")
    LETTER_SIGNING = "letter-signing", _("Signing of responsibility letters")
    JOINT_MEETING = "joint-meeting", _("Joint meeting")
    SPECIAL_CONFERENCE = "special-conference", _("Special work conference")


#: Types at which nobody need be counted: they reach people who do not come to a place.
UNCOUNTED_KINDS = frozenset({EventKind.DISTRIBUTION, EventKind.OUTDOOR, EventKind.SELF_MEDIA})


class AudienceGroup(models.TextChoices):
    """For whom an event was (domain facts 7.1, "Audience groups"); one person counts in one."""

    OLDER = "older", _("Older people")
    CHILDREN = "children", _("Children")
    STUDENTS = "students", _("Pupils and students")
    BUILDERS = "builders", _("Construction workers")
    DISABLED = "disabled", _("People with disabilities")
    MENTAL = "mental", _("People with mental disorders and their families")
    MIGRANTS = "migrants", _("Migrants")
    RESIDENTS = "residents", _("Residents' representatives")
    PARTY = "party", _("Party members and cadres")
    MIDDLE = "middle", _("Middle managers and team leaders")
    HEADS = "heads", _("Heads of enterprises")
    GRID_WORKERS = "grid-workers", _("Grid workers")
    VOLUNTEERS = "volunteers", _("Volunteers")
    GUARDS = "guards", _("Security guards")
    OFFICIALS = "officials", _("Office staff of government")
    COMMUNITY_STAFF = "community-staff", _("Village and community staff")
    UNTOLD = "untold", _("Not told apart")  # only their number is known


class AudienceAge(models.TextChoices):
    """Age bands in which an audience is counted (domain facts 7.1, "Per event")."""

    CHILD = "0-14", _("under 15")
    ADULT = "15-59", _("15–59")
    OLDER = "60+", _("60 and over")
    UNKNOWN = "unknown", _("not recorded")


#: The five-year population bands (by first year) that make up each age band.
POPULATION_BANDS: dict[str, range] = {
    AudienceAge.CHILD: range(15),
    AudienceAge.ADULT: range(15, 60),
    AudienceAge.OLDER: range(60, 200),
}


class Campaign(models.TextChoices):
    """Campaign to which an event belongs (domain facts 7.3)."""

    SAFETY_MONTH = "safety-month", _("Work-safety month")
    FIRE_MONTH = "fire-month", _("119 fire-prevention month")
    HEALTH_MONTH = "health-month", _("Patriotic health month")
    DISASTER_WEEK = "disaster-week", _("Disaster prevention day (week)")
    DISASTER_DAY = "disaster-day", _("International day for disaster reduction")
    SCHOOL_DAY = "school-day", _("Safety education day of schools")
    TRAFFIC_DAY = "traffic-day", _("Road traffic safety day")
    FIVE_ENTRIES = "five-entries", _("Fire safety enters five places")
    FOUR_SERVICES = "four-services", _("Four services enter the community")


@dataclass(frozen=True)
class CampaignTime:
    """When a campaign is held every year: a month, and the day that it turns around, if any."""

    campaign: Campaign
    month: int
    day: int | None = None


#: Months of the yearly campaigns. June, April and November (with 9 November) are stated in
#: published work plans (domain facts 7.3). The other four are general knowledge that has not been
#: checked against a publication: 12 May, 13 October, the last Monday of March, 2 December. The
#: calendar only points to the month; nothing is counted or refused by these dates.
CAMPAIGN_TIMES = (
    CampaignTime(Campaign.SCHOOL_DAY, 3),
    CampaignTime(Campaign.HEALTH_MONTH, 4),
    CampaignTime(Campaign.DISASTER_WEEK, 5, 12),
    CampaignTime(Campaign.SAFETY_MONTH, 6),
    CampaignTime(Campaign.DISASTER_DAY, 10, 13),
    CampaignTime(Campaign.FIRE_MONTH, 11, 9),
    CampaignTime(Campaign.TRAFFIC_DAY, 12, 2),
)


def campaigns_of(month: int) -> list[Campaign]:
    """Return the campaigns that are held in `month` (1 to 12) of every year."""
    return [time.campaign for time in CAMPAIGN_TIMES if time.month == month]


class MaterialKind(models.TextChoices):
    """Kind of publicity or teaching material (channels of the domain facts 7.3)."""

    HANDBOOK = "handbook", _("Handbook")
    LEAFLET = "leaflet", _("Leaflet")
    POSTER = "poster", _("Poster")
    BANNER = "banner", _("Banner")
    BOARD = "board", _("Display board")
    REMINDER = "reminder", _("Warm-reminder notice")
    VIDEO = "video", _("Video or electronic material")
    EQUIPMENT = "equipment", _("Safety equipment given away")
    OTHER = "other", _("Other")


class StockUnit(models.TextChoices):
    """What is counted of a material."""

    COPY = "copy", _("copies")
    SHEET = "sheet", _("sheets")
    PIECE = "piece", _("pieces")
    SET = "set", _("sets")


class DrillKind(models.TextChoices):
    """Form of a drill (domain facts 7.2)."""

    TABLETOP = "tabletop", _("Tabletop")
    OPERATIONAL = "operational", _("Operational")


class MomentKind(models.TextChoices):
    """What happens at a moment of a drill (domain facts 7.2, "timeline"; our own list)."""

    START = "start", _("Beginning")
    ALARM = "alarm", _("Alarm")
    REPORT = "report", _("Reported to the emergency services")
    RESPONSE = "response", _("Response begins")
    EVACUATED = "evacuated", _("Everybody is out")
    ACCOUNTED = "accounted", _("Everybody is accounted for")
    CONTROLLED = "controlled", _("Situation under control")
    END = "end", _("End")
    OTHER = "other", _("Other")


class Aspect(models.TextChoices):
    """What is scored when a drill is evaluated.

    Our own list in our own words: AQ/T 9009-2015 and GB/T 46792-2025 have indicator tables, whose
    text is not reproduced here.
    """

    PREPARATION = "preparation", _("Preparation and plan")
    ALARM = "alarm", _("Alarm and reporting")
    COMMAND = "command", _("Command and coordination")
    EVACUATION = "evacuation", _("Evacuation and roll call")
    RESCUE = "rescue", _("Response and rescue")
    SUPPLIES = "supplies", _("Equipment and supplies")
    COMMUNICATION = "communication", _("Communication")
    REVIEW = "review", _("Review after the drill")
