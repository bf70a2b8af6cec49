"""Projects of the demonstration: the plan, the way to its stage, the sites."""

import datetime as dt

from django.utils import timezone

from programmes.demo.making import Making
from programmes.models import Objective, PilotSite, Project, ProjectStep, SiteRole, Stage
from programmes.services.projects import save_project

#: The ways of a project to its stage, with the reasons given.
PATHS = {
    Stage.DRAFT: (),
    Stage.APPROVED: ((Stage.APPROVED, "促进委员会季度会议审议通过。"),),
    Stage.RUNNING: (
        (Stage.APPROVED, "促进委员会季度会议审议通过。"),
        (Stage.RUNNING, "经费和人员到位，启动实施。"),
    ),
    Stage.EVALUATED: (
        (Stage.APPROVED, "促进委员会季度会议审议通过。"),
        (Stage.RUNNING, "经费和人员到位，启动实施。"),
        (Stage.EVALUATED, "项目期满，完成评估报告。"),
    ),
    Stage.SUSTAINED: (
        (Stage.APPROVED, "促进委员会季度会议审议通过。"),
        (Stage.RUNNING, "经费和人员到位，启动实施。"),
        (Stage.EVALUATED, "项目期满，完成评估报告。"),
        (Stage.SUSTAINED, "纳入日常工作，长效运行。"),
    ),
}


def make_project(making: Making) -> Project:
    """Make the project itself, a draft yet."""
    plan = making.plan
    area = making.community(plan.community)
    project = Project(
        area=area,
        title=plan.title,
        domain=plan.domain,
        sub_domain=plan.topic,
        rollout=plan.rollout,
        problem=plan.problem,
        diagnosis_sources=list(plan.sources),
        baseline=plan.baseline,
        target_group=plan.target_group,
        risk_focus=list(plan.risk),
        age_from=plan.ages[0],
        age_to=plan.ages[1],
        target_size=plan.size,
        goal=plan.goal,
        lead_unit=making.organisation(plan.sector),
        leader=making.crew.approver,
        start=making.start,
        end=making.end,
        sustained_mechanism=plan.mechanism,
        improvement=plan.improvement,
    )
    partners = [making.organisation(sector) for sector in plan.partners]
    return save_project(
        actor=making.crew.maker,
        project=project,
        covered=[],
        partners=[one for one in partners if one is not None],
    )


def go_the_way(making: Making) -> None:
    """Write the way to the stage, one step a fitting time apart."""
    path = PATHS[making.plan.stage]
    days: dict[Stage, dt.date] = {
        Stage.APPROVED: min(making.start, making.today) - dt.timedelta(days=20),
        Stage.RUNNING: making.start,
        Stage.EVALUATED: making.end + dt.timedelta(days=10),
        Stage.SUSTAINED: making.end + dt.timedelta(days=40),
    }
    before, rows = Stage.DRAFT, []
    for after, reason in path:
        moment = timezone.make_aware(dt.datetime.combine(days[after], dt.time(10)))
        rows.append(
            ProjectStep(
                project=making.project,
                at=moment,
                source=before,
                target=after,
                note=reason,
                actor=making.crew.approver,
            )
        )
        before = after
    ProjectStep.objects.bulk_create(rows)
    ran = Stage.RUNNING in {after for after, _reason in path}
    over = making.plan.stage in (Stage.EVALUATED, Stage.SUSTAINED)
    Project.objects.filter(pk=making.project.pk).update(
        stage=making.plan.stage,
        running_from=making.start if ran else None,
        running_to=days[Stage.EVALUATED] if over else None,
    )
    making.project.refresh_from_db()


def make_sites(making: Making) -> None:
    """Name the pilot and the comparison site, if there are any."""
    if making.plan.pilot is None:
        return
    pairs = [(making.plan.pilot, SiteRole.PILOT), (making.plan.comparison, SiteRole.COMPARISON)]
    PilotSite.objects.bulk_create(
        [
            PilotSite(
                project=making.project,
                place=making.community(number),
                role=role,
                since=making.start,
            )
            for number, role in pairs
        ]
    )


def make_objectives(making: Making) -> list[Objective]:
    """Make the objectives, due with the project."""
    return Objective.objects.bulk_create(
        [
            Objective(project=making.project, text=text, due=making.end, order=n)
            for n, text in enumerate(making.plan.objectives)
        ]
    )
