"""How likely a character is in a text of each language: the evidence by which an encoding is told.

A language is its commonest characters (names, departments and titles among them), which share most of the probability by
rank, over all those that its national standard counts as common; anything else is rare. The lists need be no more exact than
to tell one language from another: text read in the wrong encoding is made of rare or of evenly spread characters.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Final

_RARE: Final = math.log(1e-7)
_LISTED_SHARE: Final = 0.6

SIMPLIFIED: Final = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进"
    "着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内"
    "数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件"
    "长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器"
    "压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马"
    "节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史"
    "感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引"
    "听该铁价严姓经理总监采购财务副主任李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜"
    "戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段漕钱汤尹黎易常武乔贺赖龚文伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂"
    "编职客户供应招投标评审运营研发销售营销战略法律行政人力资源培训品牌网络信息安全数字智能集团公司董事秘书助理顾问工程师专家负责汇报上级手机邮箱备注"
)
TRADITIONAL: Final = (
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經十三之進著等"
    "部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前外天政四日那社義事平形相全表間樣與關各重新線內數正"
    "心反你明看原又利比或但質氣第向道命此變條只沒結解問意建月公無系軍很情者最立代想已通並提直題程展五果料象員位入常文總次品式活設及管特件長求老頭基"
    "資邊流路級少圖山統接知較將組見計別她手角期根論運農指幾區強放決西被做必先回則任取據處隊南給色光門即保治北造百規熱領海口東導器壓志世金增濟階油思"
    "術極交受聯認共權收證改清己美再採轉更單風切打白教速花帶安場身車例真務具萬每目至達走積示議聲報完類離華名確才科張信馬節話整空元況今集溫傳土許步群"
    "廣石記需段研界林律且究觀織裝算低持音眾書布複容須際商非驗連斷深難近礦千周委素技備半辦青省列習響約支般史感勞便團往歷市克何除消構府稱太準精值號率"
    "維劃選標寫存候親快效院查江型王按格養易置派層片始專狀育廠京識適屬圓包火住調滿縣局照參紅細引聽該鐵價嚴姓職稱編採購財務副任李王張劉陳楊趙黃周吳徐"
    "孫胡朱高林何郭馬羅梁宋鄭謝韓唐馮董蕭程曹袁鄧許傅沈曾彭呂蘇盧蔣蔡賈丁魏薛葉余潘杜戴夏鍾汪田姜范方石姚譚廖鄒熊陸郝孔崔康毛邱秦史顧侯邵孟龍萬段"
    "錢湯尹黎賴龔偉芳娜秀英敏靜麗強軍勇艷傑娟濤超蘭霞剛桂淑惠美玲雅婷怡君志明俊宏建家豪宗翰冠宇承恩課股員工組長協理秘書助營運銷售策略訊系統客戶主管"
)
JAPANESE_KANJI: Final = (
    "日一国人年大十二本中長出三時行見月後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半男西電校語土木聞食車何南万毎白天"
    "母火右読友左休父雨部課長社員役職営業総務人事経理購買調達製造技術開発企画管理情報品質本支店所属氏名姓電話番号取締代表執行専務常務監査室担当主任"
    "係次席顧問会議決裁田中佐藤鈴木高橋伊渡辺山本村小林加吉松井木斎清野阿森池石橋原藤岡後長谷川前近遠坂青福太西三島和岩崎宮内安上竹金武谷今丸久樋平"
    "美子恵智真由香織裕幸健一郎浩介大輔翔太拓也直樹達誠洋正博之和彦隆明雄介信二康志義雅俊英樹陽菜葵結衣優花咲"
)
HANGUL: Final = (
    "이다의는에을가고지한하를기사인은로서자들그어도정시대나것수리해부아적스라일만보전장원구제주상있관성공동경문국비과선계과유화여요조안개신와중내우"
    "방용러면미법생연교으세마무실운음분행김소속회당체업진통물위터심발호드간단결건양식민족말재년오모작영학현트저바설력거된할등행치때본점입직번강감반산"
    "각외차게달타형살절명없더표초매하노출약래집토청북남녀여후두권박최임윤조한오서신권황안송전홍유고문손양배백허남심노곽하나주우구민류진엄채원천방공현"
    "변염추도석선설마길연위표명기반왕금옥육인맹제모탁국어경은편용예봉사부가복태목형준혁훈희수지민서영은경미숙자철호석규빈아윤채원혜진선연주은정란희"
    "책팀장이사부차과대리사원대표구매영업마케팅기획인사총무재무회계전략연구개발품질생산관리본부실센터담당직급이름성명부서직책상사이메일전화번호평가예산"
)
KANA: Final = (
    "のにはをたがでてとしれさあいるもかなこうりっらくまんすそけきだつせよわやちゅょみおえじどめろご"
    "げぶばべぼぱゃほひふへねむず"
)
KATAKANA: Final = (
    "ーンスルトリアイラクシテレフドムタジグマプロメサカオニコバデナハブミセキポソモパウケ"
    "エネチツユワヤヨダガゴズベボピペ"
)
CYRILLIC: Final = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"
WESTERN: Final = "éáíóúàèçñãõäöüßêôâîûëïåøæœùòìýðþÿ"
CENTRAL: Final = "áéíěščřžýůúąćęłńóśźżäöüßőűăâîşţđčťďňľĺŕôç"
SYMBOLS: Final = "’“”–—…€£§°·®©«»„‘™•№¥、。，（）《》：；！？“”「」『』・％＋"


def _by_rank(letters: str, share: float) -> dict[str, float]:
    """The letters with their share of the text, the first the likeliest; from ln(rank) falling half as steep as Zipf's law."""
    distinct = list(dict.fromkeys(letters))
    weights = [1 / math.sqrt(rank + 2) for rank in range(len(distinct))]
    whole = sum(weights)
    return {letter: share * weight / whole for letter, weight in zip(distinct, weights, strict=True)}


@dataclass(frozen=True)
class Language:
    """Log-probabilities of characters that are not ASCII; `standard` and `last` tell the common ones (first byte up to last)."""

    listed: dict[str, float]
    standard: str = ""
    first: int = 0
    last: int = 0
    common: float = _RARE

    def likelihood(self, letter: str) -> float:
        """Its natural logarithm."""
        own = self.listed.get(letter)
        if own is not None:
            return math.log(own)
        if self.standard:
            try:
                code = letter.encode(self.standard)
            except UnicodeEncodeError:
                return _RARE * 1.2
            if len(code) == 2 and self.first <= code[0] <= self.last:  # noqa: PLR2004 - of two bytes
                return self.common
        return _RARE


def _ideographic(parts: dict[str, float], standard: str, first: int, last: int, size: int) -> Language:
    listed: dict[str, float] = {}
    for letters, share in parts.items():
        listed |= _by_rank(letters, share)
    listed |= {mark: listed.get(mark, 0) + 0.001 for mark in SYMBOLS}
    rest = max(0.05, 0.97 - sum(parts.values()))
    return Language(listed, standard, first, last, math.log(rest / size))


@cache
def language(name: str) -> Language:
    """The language of that name: zh-Hans, zh-Hant, ja, ko, cyrillic, western, central."""
    if name in _ALPHABETS:
        return _alphabetic(_ALPHABETS[name])
    return _ideographic(*_IDEOGRAPHIC[name])


_ALPHABETS: Final = {"cyrillic": CYRILLIC, "western": WESTERN, "central": CENTRAL}
_IDEOGRAPHIC: Final[
    dict[str, tuple[dict[str, float], str, int, int, int]]
] = {  # lists, standard, its common first bytes, size
    "zh-Hans": ({SIMPLIFIED: _LISTED_SHARE}, "gb2312", 0xB0, 0xD7, 3755),
    "zh-Hant": ({TRADITIONAL: _LISTED_SHARE}, "big5", 0xA4, 0xC6, 5401),
    "ja": ({JAPANESE_KANJI: 0.45, KANA: 0.2, KATAKANA: 0.2}, "euc_jp", 0xB0, 0xCF, 2965),
    "ko": ({HANGUL: 0.85}, "euc_kr", 0xB0, 0xC8, 2350),
}


def _alphabetic(letters: str) -> Language:
    lower = _by_rank(letters, 0.82)
    upper = {letter.upper(): share * 0.15 for letter, share in lower.items() if len(letter.upper()) == 1}
    return Language(dict.fromkeys(SYMBOLS, 0.0005) | upper | lower)
