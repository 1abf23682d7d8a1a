"""What people read about own Cypher that is not answered: where, why, and what to write instead."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Words, texts

CYPHER_FAULTS: Final[Words] = texts(
    "fault",
    {
        "read-only": (
            "line {line}, column {column}: {word} would change something, and a query only reads; a name goes in backticks",
            "第 {line} 行第 {column} 列：{word} 会修改数据，而查询只能读取；若是名称，请用反引号括起",
        ),
        "statement-not-allowed": (
            "line {line}, column {column}: {word} is not allowed, a query only reads the graph; a name goes in backticks",
            "第 {line} 行第 {column} 列：不允许 {word}，查询只能读取图；若是名称，请用反引号括起",
        ),
        "query-too-long": (
            "longer than {max} bytes; give long lists as parameters",
            "超过 {max} 字节；较长的列表请作为参数提供",
        ),
        "query-too-deep": (
            "line {line}, column {column}: more than {max} brackets inside each other; take it apart with WITH",
            "第 {line} 行第 {column} 列：括号嵌套超过 {max} 层；请用 WITH 拆开",
        ),
        "query-list-too-long": (
            "line {line}, column {column}: a list of more than {max} items; give it as a parameter",
            "第 {line} 行第 {column} 列：列表超过 {max} 项；请作为参数提供",
        ),
        "query-timeout": (
            "stopped after {seconds} seconds; bound the lengths of paths, or start from fewer nodes",
            "运行 {seconds} 秒后已停止；请限制路径长度，或从较少的节点开始",
        ),
        "query-too-large": (
            "it takes more than {megabytes} MB; return fewer rows, or aggregate",
            "占用内存超过 {megabytes} MB；请减少返回的行，或先汇总",
        ),
        "projection-too-large": (
            "the accounts you see are too many to ask at once ({number}, at most {max}); name some in accounts",
            "可见客户过多，无法一次查询（{number}，最多 {max}）；请在 accounts 中指定若干客户",
        ),
        "cypher-syntax": (
            "line {line}, column {column}: {what}",
            "第 {line} 行第 {column} 列：无法理解（{what}）",
        ),
        "unknown-function": (
            "line {line}, column {column}: there is no function {word}{near_en}",
            "第 {line} 行第 {column} 列：没有函数 {word}{near_zh}",
        ),
        "cypher-failed": ("the query cannot be carried out: {what}", "查询无法执行：{what}"),
    },
)
