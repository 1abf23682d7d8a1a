"""What people read about the plan of an import: questions, their choices, and what was assumed, in English and Chinese."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Words, texts

QUESTIONS: Final[Words] = texts(
    "import.question",
    {
        "column": ("What is the column {heading!r}?", "“{heading}”列是什么？"),
        "sheet": ("What is the sheet {value!r}?", "工作表“{value}”是什么？"),
        "department": ("Is {value!r} one department's name, or a path of several?", "“{value}”是一个部门的名称，还是多级路径？"),
        "manager": ("{value!r} manages people and is not in the list: who is it?", "“{value}”是上级但不在名单中：如何处理？"),
        "moved": ("{value} is stored in another department: the same person?", "“{value}”原在其他部门：是同一人吗？"),
        "double": ("{value}: one person or two?", "{value}：是同一人还是两个人？"),
        "row": ("Row {row} holds only {value!r}: what is it?", "第 {row} 行只有“{value}”：是什么？"),
        "encoding": ("In which encoding is {value!r} written?", "“{value}”用的是哪种编码？"),
        "left": ("{value} is not in this list: have they left?", "“{value}”不在此名单中：是否已离职？"),
    },
)  # fmt: skip
CHOICES: Final[Words] = texts(
    "import.choice",
    {
        "ignore": ("ignore it", "忽略"),
        "note": ("keep it as a note", "作为备注保留"),
        "whole": ("one name", "一个名称"),
        "split": ("a path of departments", "多级部门路径"),
        "placeholder": ("a role whose holder is not known", "占位角色"),
        "person": ("a person", "一个人"),
        "none": ("leave it out", "不录入"),
        "same": ("the same person", "同一人"),
        "different": ("different people", "不同的人"),
        "group": ("a heading: the department of the rows below", "分组标题：以下各行的部门"),
        "left": ("they have left", "已离职"),
        "stays": ("still there", "仍在职"),
    },
)
NOTICES: Final[Words] = texts(
    "import.notice",
    {
        "source": ("read as {value}", "按{value}读取"),
        "not-needed": ("not needed", "无需读取"),
        "empty-heading": ("a column without heading", "没有表头的列"),
        "marked": ("its heading begins with #", "表头以 # 开头"),
        "mapped-away": ("left out as asked", "按要求忽略"),
        "not-asked": ("left out: nobody knows what it is", "未知列，未读取"),
        "above-headings": ("stands above the headings", "位于表头之上"),
        "example": ("an example", "示例行"),
        "total": ("a total", "合计行"),
        "footer": ("a line below the list", "名单下方的说明"),
        "repeated-headings": ("the headings again", "重复的表头"),
        "group-heading": ("a group heading, taken as the department of the rows below", "分组标题，作为以下各行的部门"),
        "dropped": ("{column} says it is not in use", "{column} 表明已停用"),
        "top": ("{value!r} means no manager", "“{value}”表示没有上级"),
        "no-department": ("{value!r} means no department", "“{value}”表示没有部门"),
        "path-split": ("{value!r} was taken as a path of departments", "“{value}”按多级部门读取"),
        "name-whole": ("{value!r} was taken as one department", "“{value}”按一个部门读取"),
        "manager-placeholder": ("{value!r} was added as a role whose holder is not known", "“{value}”已作为占位角色加入"),
        "manager-person": ("{value!r} was added as a person", "“{value}”已作为人员加入"),
        "manager-left-out": ("the manager {value!r} was left out", "上级“{value}”未录入"),
        "further-manager": ("{value!r} was taken as a dotted line", "“{value}”按虚线汇报录入"),
        "moved": ("{value} was moved", "“{value}”已调动"),
        "left": ("{value} is taken as having left", "“{value}”视为已离职"),
        "rank-assumed": ("no rank given: assumed from title and manager", "未填职级：按职务与上级推定"),
        "other-list": ("only lists are read; this sheet was left out", "未识别的工作表，未读取"),
        "own-sheet": ("a sheet that holds no list", "不含名单的工作表"),
        "hidden": ("a hidden sheet", "隐藏的工作表"),
        "several-departments": ("{value!r}: the first is taken", "“{value}”：取第一个部门"),
        "unknown-relation": ("the relation {value!r} is not known; the row was left out", "未知关系“{value}”，该行未读取"),
        "node-type": ("a node of the type {value!r} is no person", "类型为“{value}”的节点不是人员"),
        "garbled-text": ("garbled text, not taken in: {value!r}", "乱码，未读取：“{value}”"),
        "hidden-row": ("a hidden row", "隐藏的行"),
        "hidden-column": ("a hidden column", "隐藏的列"),
        "hidden-sheet": ("a hidden sheet", "隐藏的工作表"),
        "file-skipped": ("{value} is no CSV file and was left out", "{value} 不是 CSV 文件，未读取"),
        "told-by-file": ("{word}: {value}", "{word}：{value}"),
        "scaled": ("strengths were divided by the largest, {value}", "强度已除以最大值 {value}"),
    },
)  # fmt: skip
