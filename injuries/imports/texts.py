"""What senders write for the codes of the card: numbers, the card's Chinese words, usual variants.

The Chinese words are those of the list in `injuries.codes` (domain facts 5.3); the variants are
common spellings of the same thing, so that a hospital need not change its export.
"""

import re
from functools import cache

from django.db import models
from django.utils.translation import override

from communities.models import Sex
from injuries import codes
from lib.text import folded

CHINESE: dict[type[models.Choices], str] = {
    codes.Registration: "本市/县 本省外地 外省 外籍",
    codes.Education: "未上学儿童 文盲、半文盲 小学 初中 高中或中专 大专 大学及以上",
    codes.Occupation: "学龄前儿童 在校学生 家务 待业 离退休人员 专业技术人员 办事人员和有关人员 "
    "商业、服务业人员 农牧渔水利业生产人员 生产运输设备操作人员及有关人员 军人 其他/不清楚",
    codes.Cause: "机动车车祸 非机动车车祸 跌倒/坠落 钝器伤 火器伤 刀/锐器伤 烧烫伤 窒息/悬吊 溺水 "
    "中毒 动物伤 性侵犯 其他 不清楚",
    codes.Place: "家中 公共居住场所 学校与公共场所 体育和运动场所 公路/街道 贸易和服务场所 "
    "工业和建筑场所 农场/农田 其他 不清楚",
    codes.Activity: "工作 家务 学习 体育活动 休闲活动 生命活动 驾乘交通工具 步行 其他 不清楚",
    codes.Intent: "非故意(意外事故) 自残/自杀 故意(暴力、攻击) 不清楚 其他",
    codes.Alcohol: "饮用 未饮用 不清楚",
    codes.Nature: "骨折 扭伤/拉伤 锐器伤、咬伤、开放伤 挫伤、擦伤 烧烫伤 脑震荡、脑挫裂伤 "
    "内脏器官伤 其他 不清楚",
    codes.BodySite: "头部 上肢 下肢 躯干 多部位 全身广泛受伤 其他 不清楚",
    codes.BodySystem: "中枢神经系统 呼吸系统 消化系统 泌尿生殖系统 运动系统 多系统 其他 不清楚",
    codes.Severity: "轻度 中度 重度",
    codes.Outcome: "处理后离院 留观 转院 住院 死亡 其他",
    codes.ProductRelation: "使用不当 与产品质量有关 像往常一样使用却突发事故 不确定 其他",
}

#: code → other words for it.
VARIANTS: dict[type[models.Choices], dict[str, str]] = {
    Sex: {
        "1": "男 男性 m male",
        "2": "女 女性 f female",
        "9": "未知 不详 未说明 未说明的性别 未知的性别 0 unknown u",
    },
    codes.Registration: {"1": "本市县 本市 本县 本地", "2": "本省", "3": "外省市"},
    codes.Education: {
        "1": "学龄前 未上学",
        "2": "文盲 半文盲",
        "5": "高中 中专 高中/中专 技校",
        "7": "大学 本科 大学本科 大学本科及以上 研究生 硕士 博士",
    },
    codes.Occupation: {
        "1": "学龄前",
        "2": "学生",
        "3": "家务及待业",
        "5": "离退休 退休",
        "9": "农民",
        "12": "其他 不清楚 不详",
    },
    codes.Cause: {
        "1": "机动车 机动车交通事故",
        "2": "非机动车 非机动车交通事故",
        "3": "跌倒 坠落 跌落 摔倒 摔伤 跌伤 跌坠",
        "4": "钝器",
        "5": "火器 火器/爆炸伤",
        "6": "刀伤 锐器伤 刀割伤 锐器",
        "7": "烧伤 烫伤 烧/烫伤 烧伤/烫伤",
        "8": "窒息 悬吊",
        "10": "急性中毒",
        "11": "动物咬伤 动物致伤 犬伤 狗咬伤 猫抓伤 动物抓咬伤",
        "12": "性侵",
    },
    codes.Place: {
        "1": "家 家里 家庭",
        "2": "居住场所",
        "3": "学校 公共场所 学校和公共场所",
        "4": "运动场所 体育场所",
        "5": "公路 街道 道路 马路",
        "6": "商业和服务场所 贸易场所",
        "7": "工业场所 建筑场所 工地",
        "8": "农场 农田",
    },
    codes.Activity: {"4": "体育", "5": "休闲", "7": "驾驶 乘坐交通工具 驾乘", "8": "走路"},
    codes.Intent: {
        "1": "非故意 意外 意外事故 无意",
        "2": "自残 自杀 自伤",
        "3": "故意 暴力 攻击 他伤 故意伤害",
    },
    codes.Alcohol: {"1": "是 饮酒 有 已饮酒", "2": "否 未饮酒 无 没有"},
    codes.Nature: {
        "2": "扭伤 拉伤",
        "3": "锐器伤 咬伤 开放伤 锐器伤/咬伤/开放伤 开放性损伤",
        "4": "挫伤 擦伤 挫伤/擦伤",
        "5": "烧伤 烫伤 烧/烫伤",
        "6": "脑震荡 脑挫裂伤 脑震荡/脑挫裂伤",
        "7": "内脏伤 器官系统损伤",
    },
    codes.BodySite: {"1": "头 头面部", "4": "胸腹背", "6": "全身 全身广泛"},
    codes.BodySystem: {"1": "中枢神经"},
    codes.Severity: {"1": "轻 轻微", "2": "中 中等", "3": "重 严重"},
    codes.Outcome: {
        "1": "治疗后回家 处理后回家 接受治疗后回家 离院 回家",
        "2": "观察 留院观察",
        "4": "入院",
    },
    codes.AgeUnit: {"years": "岁 年 y year", "months": "月 个月 m month", "days": "天 日 d day"},
}
#: Different words that every list has for “not clear” and “other”.
EVERYWHERE = {"不清楚": "不详 未知 不明 不知道", "其他": "其它"}

NUMBERED = re.compile(r"0*(\d{1,2})(?:[.、:\-)）\s]+(.*))?", re.DOTALL)
DROPPED = re.compile(r"[\s、/,，;；()（）\-_·.。*:：“”\"']+")


def normal(text: str) -> str:
    """Return `text` without spaces and punctuation, half-width, in small letters."""
    return DROPPED.sub("", folded(text))


@cache
def words_of(choices: type[models.Choices]) -> dict[str, str]:
    """Return normalised words → code for a code list: Chinese, English and variants."""
    values = [str(value) for value in choices.values]
    words: dict[str, str] = {}
    for value, text in zip(values, CHINESE.get(choices, "").split(), strict=False):
        words[normal(text)] = value
        for other in EVERYWHERE.get(text, "").split():
            words[normal(other)] = value
    for language in ("en", "zh-hans"):
        with override(language):
            for value, label in choices.choices:
                words.setdefault(normal(str(label)), str(value))
    for value, others in VARIANTS.get(choices, {}).items():
        for other in others.split():
            words.setdefault(normal(other), value)
    return words


def code_of(choices: type[models.Choices], text: str) -> str | None:
    """Return the code that `text` means: its number, its words, or both; None when neither.

    “3”, “03”, “跌倒/坠落” and “3 跌倒/坠落” are the same; “3 溺水” contradicts itself: None.
    """
    words = words_of(choices)
    if found := words.get(normal(text)):
        return found
    match = NUMBERED.fullmatch(text.strip())
    if not match or match[1] not in {str(value) for value in choices.values}:
        return None
    rest = normal(match[2] or "")
    return match[1] if not rest or words.get(rest) == match[1] else None
