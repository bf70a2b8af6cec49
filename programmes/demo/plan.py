"""What a plan of the demonstration says of a project and its parts."""

from dataclasses import dataclass, field

from programmes.models import Domain, IndicatorKind, MeasureKind, Rollout, Stage, Way


@dataclass(frozen=True)
class MeasurePlan:
    """A measure; `behind` 1 is on plan, 0.6 means that only so much was done of what was due."""

    title: str
    kind: MeasureKind
    start: int
    end: int
    quantity: int
    unit: str
    behind: float = 1.0


@dataclass(frozen=True)
class ManualPlan:
    """A percentage entered by hand: of `whole`, from `first` to the present `last` percent.

    With `measure` it is what that measure of the project has done, beside what was so `before`.
    """

    name: str
    kind: IndicatorKind
    definition: str
    whole: int
    first: int
    last: int
    target: int
    source: str
    newest: str = "approved"  # of the last month: approved, submitted, draft or missing
    measure: str = ""
    before: int = 0


@dataclass(frozen=True)
class ComputedPlan:
    """An indicator of the registry; `change` is the target as a share of the baseline.

    With `target` the target is that number. `comparison` measures it in the comparison site.
    """

    key: str
    kind: IndicatorKind
    frequency: str
    way: Way
    change: float | None = None
    target: float | None = None
    comparison: bool = False


@dataclass(frozen=True)
class ProjectPlan:
    """A project with all its parts."""

    title: str
    domain: Domain
    topic: str
    community: int | None
    began: int
    length: int
    stage: Stage
    problem: str
    sources: tuple[str, ...]
    baseline: str
    target_group: str
    size: int
    goal: str
    objectives: tuple[str, ...]
    measures: tuple[MeasurePlan, ...]
    money: tuple[tuple[str, str, int], ...]
    manual: tuple[ManualPlan, ...] = ()
    computed: tuple[ComputedPlan, ...] = ()
    ages: tuple[int | None, int | None] = (None, None)
    risk: tuple[str, ...] = ()
    rollout: Rollout = Rollout.WHOLE
    pilot: int | None = None
    comparison: int | None = None
    sector: str = "government"
    partners: tuple[str, ...] = field(default_factory=tuple)
    mechanism: str = ""
    improvement: str = ""
