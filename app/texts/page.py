"""Words of the read-only page, in English and Chinese; `SHOWN` goes to the browser, the rest is put in on the way there."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Words, text, texts

NOSCRIPT: Final = text(
    "page.noscript",
    "This page draws its map with a script of its own. Please allow JavaScript.",
    "本页使用自带脚本绘制地图，请启用 JavaScript。",
)
SHOWN: Final[Words] = texts(
    "page.shown",
    {
        "skip": ("Skip the map, go to the tables", "跳过地图，转到表格"),
        "standing": ("Where the bidders stand", "各方态势"),
        "map": ("Power map", "权力地图"),
        "map_help": (
            (
                "Arrow keys go from person to person, Enter selects, Escape lets go; + and − zoom, 0 fits, Shift with arrows "
                "moves the map. With a mouse: wheel and drag."
            ),
            "方向键在人员间移动，回车选定，Esc 取消；＋ 与 − 缩放，0 适合窗口，Shift＋方向键平移。鼠标：滚轮缩放，拖动平移。",
        ),
        "search": ("Search people", "搜索人员"),
        "search_hint": ("name, title, department", "姓名、职务、部门"),
        "found": ("{count} found; Enter goes to the next", "找到 {count} 人；回车查看下一个"),
        "found_at": ("{at} of {count}: {name}", "第 {at}/{count} 个：{name}"),
        "found_none": ("Nobody found", "没有找到"),
        "all": ("all", "全部"),
        "filters": ("Filters", "筛选"),
        "matching": ("{count} of {all} people match", "符合条件 {count}/{all} 人"),
        "clear": ("Clear", "清除"),
        "influence": ("Influence lines", "影响线"),
        "influence_none": ("not shown", "不显示"),
        "influence_top": ("strongest", "作用最大者"),
        "influence_all": ("all", "全部"),
        "zoom_in": ("Zoom in", "放大"),
        "zoom_out": ("Zoom out", "缩小"),
        "fit": ("Fit", "适合"),
        "print": ("Print", "打印"),
        "panel": ("About the selected person", "所选人员"),
        "panel_hint": (
            "Point at a person, or go there with Tab and the arrow keys, to see what is behind the numbers.",
            "指向某人，或用 Tab 与方向键选中，即可查看数字背后的依据。",
        ),
        "show_all": ("Show all {count}", "显示全部 {count} 行"),
        "show_less": ("Show fewer", "收起"),
        "legend": ("Legend", "图例"),
        "contents": ("Contents", "目录"),
        "empty": ("No people yet.", "尚无人员。"),
        "present": ("Present", "演示"),
        "earlier": ("Picture before", "上一张"),
        "later": ("Next picture", "下一张"),
        "close": ("Close", "关闭"),
    },
)
FACTS: Final[Words] = texts(
    "page.facts",
    {
        "as_of": ("As of", "截至"),
        "basis": ("Basis", "依据"),
        "votes": ("votes", "表决"),
        "decided": ("votes, all decided", "表决（均已决定）"),
        "rank": ("rank, no votes known", "职级（无表决）"),
        "people": ("People", "人数"),
        "coverage": ("Coverage", "覆盖率"),
        "weighted": ("Weighted coverage", "加权覆盖率"),
        "revision": ("Revision", "版本"),
    },
)
PEOPLE: Final[Words] = texts(
    "page.people",
    {
        "department": ("Department", "部门"),
        "rank": ("Rank", "职级"),
        "roles": ("Roles", "角色"),
        "style": ("Style", "风格"),
        "owner": ("Our owner", "我方责任人"),
        "contact": ("Contact", "接触"),
        "last_contact": ("Last contact", "最近接触"),
        "contacts": ("{count} in the window", "窗口内 {count} 次"),
        "never": ("never", "从未"),
        "attitudes": ("Attitudes", "态度"),
        "inferred": ("inferred from a four-level scale", "由四级量表推断"),
        "settled": ("after listening {x}", "倾听之后 {x}"),
        "marks": ("Marks", "标记"),
        "scores": ("Scores", "得分"),
        "decision_influence": ("decision influence", "决策影响力"),
        "key_share": ("stays in class A", "保持 A 类的稳定性"),
        "class": ("class", "类别"),
        "influence_source": ("moves others", "影响源"),
        "decision_convergence": ("influence ends up here", "影响汇聚"),
        "betweenness": ("paths through this person", "路径控制"),
        "closeness": ("reach", "接近度"),
        "constraint": ("constraint", "结构约束"),
        "information": ("worth finding out", "摸清态度的价值"),
        "why": ("Where the decision influence comes from", "决策影响力的来源"),
        "own_vote": ("own vote", "本人表决"),
        "through": ("through {name}", "经由{name}"),
        "by_rank": ("rank", "职级"),
        "lines": ("Lines", "连线"),
        "gaps": ("Gaps and next steps", "覆盖缺口与下一步"),
        "attitude": ("Attitude", "态度"),
        "role": ("Role", "角色"),
        "no_role": ("no role", "无角色"),
    },
)
