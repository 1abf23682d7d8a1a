"""How people write of what should not be kept of anybody (GDPR 9 and 10, PIPL 28), by category, in English and Chinese.

Patterns are read of texts folded to lower case and plain width. They look for what is said of a person (has, is, his; 患,
是, 他的), not for the bare word: customers have cancer hospitals, union liaisons and departments for religious affairs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from app.texts.catalogue import Words, texts

CATEGORIES: Final[Words] = texts(
    "special_category",
    {
        "health": ("health", "健康"),
        "religion": ("religion or belief", "宗教信仰"),
        "ethnicity": ("ethnic origin", "民族种族"),
        "politics": ("political opinions", "政治面貌"),
        "union": ("trade union membership", "工会会籍"),
        "sex_life": ("sex life or orientation", "性生活或性取向"),
        "biometrics": ("biometric or genetic data", "生物识别信息"),
        "criminal": ("criminal record", "犯罪记录"),
    },
)

_LINES: Final = r"""
[parts]
illness = (?:cancer|diabetes|depression|hiv|aids|epilepsy|asthma|leuka?emia|(?:brain )?tumou?rs?|heart (?:disease|attack|
    condition|failure)|stroke|hepatitis|alzheimer'?s|parkinson'?s|multiple sclerosis|burn-?out|anxiety|bipolar|
    schizophrenia|autism|adhd|dementia|anorexia|covid(?:-19)?|tuberculosis|arthritis|migraines?|insomnia|surgery|
    miscarriage|pacemaker|chronic pain)
no_person = (?![- ]?(?:care|insurance|division|department|business|unit|sector|service|system|industry|cent(?:re|er)|ministry|
    authority|commission|research|hospital|clinic|ward|programme|program|products?|drugs?|patients|and safety|check|
    score))
no_church = (?!'s| (?:university|hospital|school|church|charity|college|bank|relief|aid|foundation|care|health|association))
the = (?:the |a |an )?(?:[\w.-]+ ){0,2}?
患病 = (?:[^，。；,;]{0,4})(?:癌|肿瘤|糖尿病|抑郁|高血压|心脏病|冠心病|白血病|艾滋|肝炎|乙肝|癫痫|精神病|精神分裂|焦虑症|
    双相|自闭|中风|脑梗|尿毒症|结核|新冠|哮喘|痛风|帕金森|阿尔茨海默|不孕|重病|绝症)(?!医院|科|门诊|研究|中心|事业部|药|
    项目|管理|防治|筛查)
族 = (?:维吾尔|藏|回|蒙古|壮|满|苗|彝|朝鲜|哈萨克|土家|傣|侗|瑶|白)族
非地 = (?!自治|地区|学院|中学|小学|大学|医院|出版|歌舞|医药|文化|博物|餐厅|聚居)

[health]
\b(?:has|have|had|having|suffers?|suffered|suffering|diagnosed|recovering|recovered|battling|ill|sick|died|history|
    living) (?:from |with |of )?(?:an? |his |her |their )?(?:[\w-]+ ){0,2}?<illness>\b<no_person>
\b(?:is|was|being|got|became|fell|gets) (?:very |seriously |severely |chronically |gravely |often |again |
    now )*(?:pregnant|ill\b(?!-)|sick\b(?! of)|disabled\b(?! by| in| on| for)|diabetic|epileptic|autistic|an alcoholic|
    alcoholic|infertile|hiv[- ]positive|wheelchair[- ]bound|in a wheelchair|terminally ill|clinically depressed)\b
\b(?:on|took|takes|taking|from|after) (?:long |extended )?(?:sick|medical) leave\b
\b(?:undergo(?:es|ing)?|underwent|having|had|needs|in) (?:\w+ )?(?:chemo(?:therapy)?|dialysis|rehab|psychotherapy|
    heart surgery|surgery|an operation)\b
\b(?:alcoholism|drug addict(?:ion)?|drinking problem|antidepressants|hiv[- ]positive|health (?:problems?|issues|
    reasons|trouble)|mental (?:illness|health (?:problems?|issues))|medical condition|(?:his|her|their) (?:health|illness|
    disability|pregnancy|cancer|diabetes|depression|diagnosis|epilepsy|addiction))<no_person>(?!\w)
(?:患(?!者|儿|教|难|病)(?:有|上|了)?|得了|确诊(?:为)?|罹患|查出|身患|曾患|因患|诊断(?:为|出))<患病>
怀孕|怀了孕|休产假|休病假|请病假|病假中|在病休|(?:他|她|本人|其)的?(?:病情|病史|健康(?:状况|问题)|残疾)
健康(?:状况)?(?:不佳|不好|堪忧|恶化|有问题)|身体(?:不好|欠佳|有恙|抱恙|不适)|住院(?:治疗|手术|观察)
(?:是|为|系)(?:[^，。；,;]{0,3})残疾人|身有残疾|肢体残疾
(?:正在|接受|正做|在做|做过|做了)(?:[^，。；,;]{0,2})(?:化疗|放疗|透析|心脏搭桥|心脏支架|手术)(?!科|中心|室|设备|机)
酗酒|抑郁症(?!门诊|研究|药|项目|中心|筛查)|艾滋病人|hiv阳性|癌症(?:晚期|早期|复发)|生过?大病

[religion]
\b(?:is|was|became|being|as) (?:an? )?(?:devout |practi[sc]ing |observant |strict |lapsed |born-again |converted |
    deeply )*(?:muslim|buddhist|catholic|protestant|hindu|sikh|atheist|mormon|taoist|daoist|evangelical|
    jehovah'?s witness|believer)<no_church>\b
\b(?:devout|practi[sc]ing|observant|born-again) (?:christian|muslim|buddhist|catholic|protestant|jew|
    hindu)<no_church>\b
\b(?:is|was|became) (?:an? )(?:\w+ )?(?:christian|jew)\b(?!'s| \w+ (?:gmbh|ag|ltd))|\b(?:is|was) jewish\b
\b(?:goes to|attends|prays (?:at|in)|sings in|active in) (?:the |a |his |her )?(?:\w+ )?(?:church|mosque|synagogue|
    parish|temple)\b
\b(?:his|her|their) (?:faith|religion|religious (?:beliefs?|views?|convictions?))\b(?! in (?:us|our|the))
\bconverted to (?:islam|christianity|judaism|buddhism|catholicism)\b
\b(?:fasts|fasting) (?:for|during|in) ramadan\b
信(?:奉|仰)?(?:佛|基督|天主|伊斯兰|回教|道教|法轮)
(?:是|为|系|虔诚)(?:[^，。；,;]{0,4})(?:佛教徒|基督徒|天主教徒|穆斯林|教徒|信徒|居士)|皈依|受洗|做礼拜|吃斋
念佛|(?:他|她|其|本人|个人)的?宗教信仰|有宗教信仰|去(?:教堂|清真寺)

[ethnicity]
\bethnic(?:ally)? (?:\w+)\b(?<!affairs)(?<!minority)(?<!minorities)(?<!food)(?<!diversity)
\bof \w+ (?:descent|ethnicity|ancestry)\b
\b(?:his|her|their) (?:ethnicity|race|ethnic (?:origin|background)|racial origin|skin colou?r)\b
\bracial origin\b|\bbelongs to (?:an?|the) (?:\w+ )?ethnic minority\b
\b(?:is|was) (?:an? )?(?:ethnic )?(?:uyghur|uighur|tibetan|roma|romani|kurd|kurdish|han chinese|hispanic|latino|
    latina|african[- ]american)\b
(?:是|为|系|属)(?:[^，。；,;]{0,2})(?:<族>|汉族)<非地>|<族>(?:人|干部|同胞|出身|领导)|民族成分
少数民族(?:干部|身份|出身|人士)|(?:他|她|其|本人)的?(?:种族|血统|民族)(?!团结|地区|事务)

[politics]
\b(?:member of|belongs to|joined|active in|votes? for|voted for|supporter of|sympathi[sz]es with|
    donates to) <the>(?:communist party|democratic party|republican party|labour party|labor party|conservative party|
    green party|greens|tories|afd|cdu|csu|spd|fdp|social democrats|republicans|democrats|kuomintang|dpp|cpc|ccp|
    party cell)\b
\b(?:communist party|cpc|ccp|labour party|republican party|democratic party|green party) member(?:ship)?\b
\b(?:his|her|their) (?:political (?:views?|beliefs?|opinions?|leanings?|affiliation|party)|politics)\b
\b(?:is|was|politically) (?:\w+ )?(?:(?:left|right|far-right|far-left)[- ]wing|politically active)\b
中共(?:预备)?党员|共产党员|(?:是|为|系|属|老)(?:[^，。；,;]{0,2})党员(?!活动|之家|教育|中心)|入了?党(?!建)
党籍|预备党员|脱党|政治(?:面貌|观点|倾向|信仰)|民主党派(?:人士|成员)
(?:民革|民盟|民建|民进|农工党|致公党|九三学社|台盟)(?:成员|党员|会员|盟员|社员)|无党派人士
(?:支持|投票给|加入了?)(?:国民党|民进党|共和党|民主党)

[union]
\b(?:trade|labou?r)[- ]union member(?:ship)?\b
\b(?:is|was|active|paid-up|loyal) (?:an? )?(?:\w+ )?union member\b|\b(?:his|her|their) union membership\b
\b(?:member of|belongs to|joined|active in|organi[sz]ed in) (?:the |a |an |his |her )?(?:(?!european|african|customs|
    credit|banking|soviet|western|telecommunication)[\w.-]+ ){0,2}?(?:trade union|labou?r union|ig metall|ver\.?di|unison|
    gmb)\b
\b(?:member of|joined) (?:a|the|his|her) union\b
工会会员|(?:加入|参加|退出)了?工会|工会(?:成员|积极分子)

[sex_life]
\b(?:is|was|came out as|being) (?:openly |secretly |an? )*(?:gay|lesbian|bisexual|homosexual|transgender|
    transsexual)\b
\b(?:sexual (?:orientation|preferences?)|sex life|extramarital|(?:has|had|having) an affair|(?:his|her|a) mistress|
    same-sex partner|cheats on (?:his|her))\b
同性恋|双性恋|性取向|跨性别|出柜|婚外情|出轨|情妇|情人关系|有小三|包养|性生活

[biometrics]
\b(?:his|her|their) (?:fingerprints?|retinal? scans?|iris scans?|voiceprints?|dna|face scans?|facial scans?|
    biometrics?|biometric data|genetic (?:data|test))\b
\b(?:fingerprints?|iris scan|dna|voiceprint|face scan) (?:of|from) (?:him|her|mr|ms|mrs|dr)\b
(?:他|她|其|本人|个人)的?(?:指纹|人脸|虹膜|声纹|dna|基因)(?:数据|信息|样本|模板|照片)?(?!系统|门禁|设备|终端|平台|
    识别)
(?:采集|录入|留存|保存)了?(?:他|她|其|本人)[^，。；,;]{0,2}(?:指纹|人脸|虹膜|声纹|dna)

[criminal]
\b(?:criminal (?:record|conviction|charges)|(?:previous|prior|earlier) convictions?|ex-convict|convicted (?:of|for)|
    (?:was|were|been|got) (?:arrested|convicted|jailed|imprisoned|sentenced|indicted)|served time|prison sentence|(?:is|
    was|went|been) (?:in|to) (?:prison|jail)|under criminal investigation|drunk[- ]driving|drink[- ]driving|
    charged with (?:fraud|bribery|corruption|assault|theft|embezzlement|tax evasion))\b
前科|案底|犯罪记录|服(?:过|了)?刑|坐(?:过|了)?牢|被(?:判刑|判处|逮捕|拘留|刑拘|立案侦查|留置|双规)|刑满释放
受贿罪|行贿罪|有期徒刑|缓刑|刑事(?:处罚|犯罪)|吸毒
"""
"""A section a category, a line a pattern; what begins with a blank goes on with the line before, `<word>` is a part."""


def _sections() -> Iterator[tuple[str, list[str]]]:
    for section in _LINES.strip().split("\n\n"):
        head, _, body = section.partition("\n")
        yield head.strip("[]"), body.replace("\n    ", "").split("\n")


def _written() -> Iterator[tuple[str, re.Pattern[str]]]:
    (_, lines), *categories = _sections()
    parts = dict(line.split(" = ", 1) for line in lines)
    for category, patterns in categories:
        whole = re.sub(r"<(\w+)>", lambda part: parts.get(part[1], part[0]), "|".join(patterns))
        yield category, re.compile(whole)


WRITTEN: Final[Mapping[str, re.Pattern[str]]] = dict(_written())
"""What tells each category."""
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_HAN_GAP: Final = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")


def category_told(text: str) -> str | None:
    """The first category that a text tells of somebody; None for none.

    >>> category_told("He has diabetes"), category_told("Heads the diabetes care division")
    ('health', None)
    """
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold().replace("\u2019", "'")
    plain = _HAN_GAP.sub("", " ".join(plain.split()))
    return next((category for category, written in WRITTEN.items() if written.search(plain)), None)
