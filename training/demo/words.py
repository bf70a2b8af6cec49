"""Chinese words of the demonstration data: invented titles and texts, no real persons or places."""

from dataclasses import dataclass

from communities.models import Sector
from programmes.models import Domain
from training.kinds import Aspect, AudienceGroup as G, EventKind as K, MaterialKind as M, StockUnit

#: Per type: titles, and the audience groups with the smallest and largest number of persons.
TEMPLATES: dict[str, tuple[list[str], list[tuple[str, int, int]]]] = {
    K.STUDY_VISIT: (
        ["赴先进街道学习安全社区建设经验"],
        [(G.OFFICIALS, 6, 12), (G.COMMUNITY_STAFF, 4, 10)],
    ),
    K.ANNUAL_CONFERENCE: (
        ["安全社区建设年度工作会议"],
        [(G.OFFICIALS, 15, 30), (G.COMMUNITY_STAFF, 20, 40), (G.RESIDENTS, 10, 25)],
    ),
    K.KEY_STAFF: (["安全社区骨干培训班"], [(G.COMMUNITY_STAFF, 8, 16), (G.OFFICIALS, 4, 8)]),
    K.EXPERT_DIAGNOSIS: (
        ["专家现场诊断与整改指导"],
        [(G.OFFICIALS, 5, 10), (G.COMMUNITY_STAFF, 6, 14)],
    ),
    K.STAFF_WIDE: (["街道全员安全生产培训"], [(G.OFFICIALS, 60, 110), (G.COMMUNITY_STAFF, 40, 70)]),
    K.LECTURE: (
        [
            "居家防跌倒知识讲座",
            "燃气安全使用讲座",
            "电动自行车充电安全讲座",
            "家庭用电防火讲座",
            "儿童意外伤害预防讲座",
            "急救与心肺复苏讲座",
            "防溺水安全讲座",
            "冬季取暖防一氧化碳中毒讲座",
        ],
        [(G.OLDER, 18, 60), (G.MIGRANTS, 5, 30), (G.CHILDREN, 5, 25)],
    ),
    K.PRE_JOB: (["建筑工地新工人岗前安全培训"], [(G.BUILDERS, 15, 60)]),
    K.POST_DUTY: (["企业班组长岗位职责培训"], [(G.MIDDLE, 12, 40), (G.GUARDS, 5, 20)]),
    K.ENTERPRISE_HEADS: (["企业负责人消防安全培训"], [(G.HEADS, 40, 90)]),
    K.GRID_MONTHLY: (["网格员月度业务培训工作例会"], [(G.GRID_WORKERS, 45, 62)]),
    K.EXCHANGE: (["安全社区建设经验交流会"], [(G.OFFICIALS, 8, 16), (G.COMMUNITY_STAFF, 10, 24)]),
    K.FORUM: (["居民安全需求座谈会"], [(G.RESIDENTS, 12, 28), (G.PARTY, 4, 10)]),
    K.CAMPAIGN: (
        ["安全宣传咨询日活动"],
        [(G.RESIDENTS, 60, 180), (G.OLDER, 30, 90), (G.VOLUNTEERS, 8, 20)],
    ),
    K.DISTRIBUTION: (["入户发放安全宣传手册"], []),
    K.OUTDOOR: (["小区宣传栏与横幅更新"], []),
    K.SELF_MEDIA: (["网格微信群安全提示推送"], []),
    K.LETTER_SIGNING: (["消防安全责任状签订仪式"], [(G.HEADS, 15, 45), (G.COMMUNITY_STAFF, 4, 8)]),
    K.JOINT_MEETING: (["建筑工地安全联席会议"], [(G.HEADS, 6, 14), (G.OFFICIALS, 4, 8)]),
    K.SPECIAL_CONFERENCE: (
        ["安全生产工作专题会议"],
        [(G.OFFICIALS, 20, 40), (G.COMMUNITY_STAFF, 10, 20)],
    ),
    K.DRILL: ([], []),
}

#: Words of a title that make an event part of a project of that domain.
DOMAINS = {
    "燃气": Domain.HOME,
    "居家": Domain.OLDER_PEOPLE,
    "消防": Domain.FIRE,
    "火": Domain.FIRE,
    "儿童": Domain.CHILDREN,
    "工人": Domain.WORKPLACE,
    "溺水": Domain.WATER,
    "防汛": Domain.DISASTER,
}

#: Share of women, and shares of the age bands under 15, 15–59, 60 and over, of each group.
PROFILES: dict[str, tuple[float, tuple[float, float, float]]] = {
    G.OLDER: (0.6, (0, 0, 1)),
    G.CHILDREN: (0.5, (1, 0, 0)),
    G.STUDENTS: (0.5, (0.7, 0.3, 0)),
    G.BUILDERS: (0.08, (0, 0.95, 0.05)),
    G.DISABLED: (0.45, (0.05, 0.55, 0.4)),
    G.MENTAL: (0.55, (0.02, 0.68, 0.3)),
    G.MIGRANTS: (0.45, (0.1, 0.85, 0.05)),
    G.RESIDENTS: (0.6, (0, 0.55, 0.45)),
    G.PARTY: (0.4, (0, 0.7, 0.3)),
    G.MIDDLE: (0.3, (0, 0.98, 0.02)),
    G.HEADS: (0.3, (0, 0.93, 0.07)),
    G.GRID_WORKERS: (0.65, (0, 1, 0)),
    G.VOLUNTEERS: (0.6, (0, 0.6, 0.4)),
    G.GUARDS: (0.1, (0, 0.8, 0.2)),
    G.OFFICIALS: (0.45, (0, 1, 0)),
    G.COMMUNITY_STAFF: (0.65, (0, 1, 0)),
}

TOPICS = {
    K.GRID_MONTHLY: "隐患识别、上报流程与案例通报",
    K.ENTERPRISE_HEADS: "消防安全主体责任",
    K.SPECIAL_CONFERENCE: "重大事故隐患专项排查整治",
    K.FORUM: "居民安全需求与意见征集",
}
#: Who teaches, by a word of the title; whoever is at hand where none fits.
TRAINERS = {
    "跌倒": "社区卫生服务中心全科医生",
    "燃气": "燃气公司安检员",
    "一氧化碳": "燃气公司安检员",
    "充电": "街道消防救援站宣传员",
    "防火": "街道消防救援站宣传员",
    "消防": "街道消防救援站宣传员",
    "儿童": "社区卫生服务中心全科医生",
    "急救": "红十字会救护师资",
    "溺水": "红十字会救护师资",
}
ANY_TRAINER = "街道应急管理办公室工作人员"
#: Who hosts what is no drill; the rooms of a community, and that of the street.
HOSTS = (Sector.GOVERNMENT, Sector.SAFETY, Sector.SOCIAL, Sector.HEALTH_CENTRE)
PLACES = ["居委会会议室", "文化活动中心", "小区广场", "老年活动室"]
STREET_PLACE = "街道办三楼会议室"
SUMMARIES = [
    "按计划完成，参加人员认真听讲，现场发放了宣传资料并解答了提问。",
    "内容结合辖区实际案例，参加人员反映通俗易懂，建议今后增加实操环节。",
    "活动秩序良好，签到率较高，收集到居民意见若干，已转相关部门办理。",
]
FOLLOW_UPS = ["", "", "将居民提出的楼道堆物问题转网格员核查。", "下次增加灭火器实操环节。"]
CANCEL_REASONS = ["因暴雨预警取消。", "因讲师临时有任务，另行安排。", "因场地维修取消。"]

#: Materials: title, kind, unit, copies printed.
MATERIALS = [
    ("居民安全常识手册", M.HANDBOOK, StockUnit.COPY, 20000),
    ("燃气安全使用折页", M.LEAFLET, StockUnit.SHEET, 15000),
    ("老年人防跌倒图册", M.HANDBOOK, StockUnit.COPY, 6000),
    ("电动自行车充电安全海报", M.POSTER, StockUnit.SHEET, 1500),
    ("家庭消防自查温馨提示", M.REMINDER, StockUnit.SHEET, 18000),
    ("儿童伤害预防折页", M.LEAFLET, StockUnit.SHEET, 8000),
    ("独立式感烟探测器", M.EQUIPMENT, StockUnit.PIECE, 900),
]


@dataclass(frozen=True)
class DrillWords:
    """A drill: who comes, after which plan, where its scenario plays, whom it concerns as host."""

    title: str
    scenario: str
    kind: str
    audience: list[tuple[str, int, int]]
    plan: str
    place: str
    hosts: tuple[str, ...]


DRILLS = [
    DrillWords(
        "小学消防疏散演练",
        "教学楼二层实验室起火，浓烟向楼道蔓延，全校师生按路线疏散到操场。",
        "operational",
        [(G.STUDENTS, 180, 420), (G.COMMUNITY_STAFF, 6, 12)],
        "学校火灾事故应急预案",
        "小学教学楼和操场",
        (Sector.SCHOOL, Sector.FIRE),
    ),
    DrillWords(
        "居民楼火灾逃生演练",
        "高层住宅七层厨房起火，居民用湿毛巾捂住口鼻沿疏散楼梯下楼。",
        "operational",
        [(G.RESIDENTS, 30, 90), (G.OLDER, 10, 40), (G.GUARDS, 4, 10)],
        "住宅小区火灾应急预案",
        "高层住宅楼和小区广场",
        (Sector.PROPERTY, Sector.FIRE),
    ),
    DrillWords(
        "出租屋消防演练",
        "出租屋一层电动自行车充电起火，租住人员使用灭火器扑救初期火灾并疏散。",
        "operational",
        [(G.MIGRANTS, 20, 60), (G.HEADS, 2, 6)],
        "出租房屋火灾应急预案",
        "出租屋集中的楼院",
        (Sector.FIRE, Sector.POLICE, Sector.SAFETY),
    ),
    DrillWords(
        "企业灭火与应急疏散演练",
        "车间配电箱短路起火，微型消防站到场处置，员工疏散并清点人数。",
        "operational",
        [(G.MIDDLE, 6, 16), (G.BUILDERS, 20, 60)],
        "企业生产安全事故应急预案",
        "企业厂区",
        (Sector.FIRE, Sector.SAFETY),
    ),
    DrillWords(
        "燃气泄漏处置演练",
        "居民家中燃气泄漏，关阀、通风、警戒，燃气公司抢修人员到场。",
        "operational",
        [(G.RESIDENTS, 20, 50), (G.GRID_WORKERS, 4, 10)],
        "燃气泄漏应急预案",
        "居民住宅楼",
        (Sector.GAS, Sector.SAFETY),
    ),
    DrillWords(
        "防汛桌面推演",
        "暴雨红色预警，地下车库进水，各组推演人员转移与物资调度。",
        "tabletop",
        [(G.OFFICIALS, 8, 16), (G.COMMUNITY_STAFF, 6, 14)],
        "防汛应急预案",
        "街道办三楼会议室",
        (Sector.GOVERNMENT, Sector.SAFETY),
    ),
]
ROLES = "\n".join(
    [
        "总指挥：街道分管负责人",
        "疏散引导组：社区工作人员",
        "灭火组：微型消防站",
        "医疗救护组：社区卫生服务中心",
        "评估组：安监办",
    ]
)
RESOURCES = "干粉灭火器8具、扩音器3个、烟雾罐4个、担架1副"
CONCLUSIONS = [
    "演练达到预期目的，响应及时，疏散有序。",
    "总体良好，个别环节衔接不够，需按整改意见改进。",
    "基本达到要求，通信和清点人数环节需加强训练。",
]
#: Findings: problem, cause, corrective action.
FINDINGS = [
    ("东侧疏散楼梯口堆放杂物", "物业巡查不到位", "清理楼梯口并纳入每周巡查"),
    ("部分人员疏散时乘坐电梯", "宣传不到位", "在电梯口张贴提示并再次培训"),
    ("清点人数用时过长", "各组没有花名册", "制作分组花名册并由组长保管"),
    ("两具灭火器压力不足", "未按期检查", "更换灭火器并登记检查日期"),
    ("警报声在地下车库听不清", "音响覆盖不足", "在地下车库加装警报喇叭"),
    ("对讲机频道不统一", "演练前未核对", "统一频道并写入预案"),
    ("行动不便老人没有结对帮扶人", "名册未更新", "更新名册并落实结对人"),
    ("集合点没有标识", "未设置", "设置应急集合点标识牌"),
]
OWNERS = ["物业项目经理", "社区消防专干", "学校总务主任", "微型消防站站长"]
ASPECT_LEVEL = {
    Aspect.PREPARATION: 8.5,
    Aspect.ALARM: 8.5,
    Aspect.COMMAND: 8,
    Aspect.EVACUATION: 7.5,
    Aspect.RESCUE: 8,
    Aspect.SUPPLIES: 7.5,
    Aspect.COMMUNICATION: 7,
    Aspect.REVIEW: 8,
}
