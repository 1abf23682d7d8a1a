"""Words of the served page's screens of queries, proposals, and the sandbox across accounts."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Words, texts

WORK: Final[Words] = texts(
    "web.work",
    {
        "screen_queries": ("Queries", "查询"),
        "screen_proposals": ("Proposals", "修改建议"),
        "proposals_none": (
            "Nothing is suggested. What an assistant, an import or a colleague proposes is listed here.",
            "暂无修改建议。助手、导入或同事提出的建议会列在此处。",
        ),
        "proposals_decided": ("Decided on ({count})", "已处理（{count}）"),
        "proposal_source": ("Comes from", "建议来源"),
        "proposal_field": ("Field", "字段"),
        "proposal_now": ("As it is", "现在"),
        "proposal_then": ("As suggested", "建议改为"),
        "accept": ("Take it over", "采纳"),
        "reject": ("Reject for good", "永久否决"),
        "did_accept": ("Accepted: {what}", "已采纳：{what}"),
        "did_reject": ("Rejected: {what}", "已否决：{what}"),
        "queries_named": ("Named queries", "命名查询"),
        "queries_saved": ("Saved by the team", "团队保存的查询"),
        "query_saved_by": ("Saved by {who}", "由{who}保存"),
        "query_open": ("Open its text", "打开语句"),
        "query_save": ("Keep it for the team", "保存给团队"),
        "query_title": ("What it answers", "回答什么问题"),
        "query_name": ("Short name, in Latin letters", "简称（拉丁字母）"),
        "did_save": ("Kept: {what}", "已保存：{what}"),
        "type_of": ("Type of {name}", "{name} 的类型"),
        "type_str": ("text", "文本"),
        "type_int": ("whole number", "整数"),
        "type_float": ("decimal number", "小数"),
        "type_bool": ("yes or no", "是或否"),
        "type_date": ("day", "日期"),
        "type_list": ("list, with commas", "列表，以逗号分隔"),
        "queries_pick": ("Choose a question on the left.", "请在左侧选择一个问题。"),
        "ask_it": ("Ask", "提问"),
        "choose_one": ("Choose…", "请选择…"),
        "rows_none": ("No rows.", "没有结果。"),
        "rows_count": ("{count} rows", "{count} 行"),
        "rows_cut": ("There are more: raise the limit or ask for less.", "还有更多：请提高行数上限或缩小范围。"),
        "rows_cut_bytes": (
            "There are more: the answer would be larger than is sent. Return fewer columns.",
            "还有更多：结果超出可发送的大小，请减少返回的列。",
        ),
        "light": ("Show {count} on the map", "在地图上显示 {count} 人"),
        "as_csv": ("As CSV", "下载 CSV"),
        "yes": ("yes", "是"),
        "no": ("no", "否"),
        "cypher": ("Your own question, in Cypher", "自定义查询（Cypher）"),
        "cypher_label": ("Query in Cypher", "Cypher 查询语句"),
        "cypher_note": (
            "It reads a copy of what you may see, as of the day above. Ctrl+Enter asks.",
            "查询的是您可见内容的副本，以上方日期为准。按 Ctrl+Enter 执行。",
        ),
        "cypher_of": ("Of", "范围"),
        "this_account": ("this account", "本客户"),
        "every_account": ("all accounts I see", "我可见的全部客户"),
        "completions": ("What may stand here", "此处可填"),
        "cypher_go": ("Go to line {line}, column {column}", "转到第 {line} 行第 {column} 列"),
        "schema": ("What there is to ask", "可查询的内容"),
        "schema_labels": ("Nodes", "节点"),
        "schema_lines": ("Lines between them", "节点之间的关系"),
        "schema_functions": ("Functions", "函数"),
    },
)
