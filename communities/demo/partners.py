"""Organisations of the demonstration; none of them exists."""

from communities.demo.ground import Ground
from communities.models import Area, Organisation, Sector
from communities.services.saving import save_record

AT_STREET = (
    ("金沙街道办事处", Sector.GOVERNMENT),
    ("金沙街道应急管理办公室", Sector.SAFETY),
    ("示范区金沙消防救援站", Sector.FIRE),
    ("金沙派出所", Sector.POLICE),
    ("示范区交警大队金沙中队", Sector.TRAFFIC),
    ("示范区第二人民医院", Sector.HOSPITAL),
    ("金沙街道社区卫生服务中心", Sector.HEALTH_CENTRE),
    ("金沙中学", Sector.SCHOOL),
    ("金沙街道社会事务办公室", Sector.CIVIL_AFFAIRS),
    ("示范区蓝焰燃气有限公司", Sector.GAS),
    ("金沙平安志愿服务队", Sector.SOCIAL),
)
IN_COMMUNITY = (
    ("{name}小学", Sector.SCHOOL),
    ("{name}幼儿园", Sector.SCHOOL),
    ("{name}家园物业服务有限公司", Sector.PROPERTY),
    ("{name}农贸市场", Sector.ENTERPRISE),
)


def invite_partners(ground: Ground) -> None:
    """Enter the organisations of the street and of every community."""
    for name, sector in AT_STREET:
        _enter(ground.street, name, sector)
    for community in ground.communities:
        short = community.name.removesuffix("社区")
        for name, sector in IN_COMMUNITY:
            _enter(community, name.format(name=short), sector)


def _enter(area: Area, name: str, sector: str) -> None:
    organisation = Organisation(area=area, name=name, sector=sector)
    save_record(actor=None, record=organisation, code="communities.organisation")
