"""Headings and words of the terminal view, in English and Chinese."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Words, texts

TEXTS: Final[Words] = texts(
    "terminal.texts",
    {
        "as_of": ("as of {day}, revision {revision}", "截至 {day}，版本 {revision}"),
        "nothing": ("No people yet: import an account document with people.", "尚无人员：请导入包含人员的客户文档。"),
        "warning": ("Warning", "注意"),
    },
)
IMPORT: Final[Words] = texts(
    "terminal.import",
    {
        "sheet": ("sheet", "工作表"),
        "row": ("cell", "单元格"),
        "column": ("column", "列"),
        "value": ("value", "值"),
        "code": ("code", "错误代码"),
        "mend": ("what is wrong and how to mend it", "问题与更正方法"),
        "list": ("list", "列表"),
        "created": ("new", "新增"),
        "updated": ("changed", "变更"),
        "unchanged": ("unchanged", "未变"),
        "removed": ("removed", "删除"),
        "duplicates": ("May be one person entered twice", "可能重复录入的人员"),
        "read_as": (
            "{files} CSV files read as {encoding}, separator {separator}",
            "{files} 个 CSV 文件按 {encoding} 读取，分隔符 {separator}",
        ),
        "skipped": ("{name}: columns left out: {columns}", "{name}：未读取的列：{columns}"),
        "would_delete": (
            "{account}: nothing was stored. Records the file lacks: {count}; `--mode merge` keeps them, `--yes` deletes them",
            "{account}：未写入。文件缺少已有的 {count} 条记录：--mode merge 予以保留，--yes 确认删除",
        ),
        "delete": (
            "{account}: records the file lacks: {count}. Delete them?",
            "{account}：该文件缺少客户已有的 {count} 条记录，是否删除？",
        ),
        "kept": ("nothing is lost; send it again with: {command}", "内容已保留；稍后请执行：{command}"),
        "left_alone": ("nothing was stored", "未写入"),
        "choice": ("number of the choice", "选项编号"),
        "source": ("read as an export of {source}", "识别为 {source} 的导出文件"),
        "more_notices": ("… and {count} more notices", "…… 另有 {count} 条说明"),
        "received": ("received", "已接收"),
        "read": ("read", "已读取"),
        "checked": ("checked", "已校验"),
        "written": ("stored", "已写入"),
        "more": (
            "… and {count} more; `--errors-to FILE.xlsx` has all",
            "…… 另有 {count} 处；用 --errors-to FILE.xlsx 导出全部",
        ),
    },
)
ACCOUNTS: Final[Words] = texts(
    "terminal.accounts",
    {
        "none": ("No account yet: `powermap import FILE` loads one.", "尚无客户：可用 powermap import FILE 导入。"),
        "id": ("id", "编号"),
        "account": ("account", "客户"),
        "tier": ("tier", "层级"),
        "parent": ("part of", "上级客户"),
        "revision": ("revision", "版本"),
        "undone": (
            "{account}: revision {undone} is taken back (records: {records}); now revision {revision}",
            "{account}：已撤销版本 {undone}，{records} 条记录恢复原状；当前版本 {revision}",
        ),
        "erase": (
            "Forget {person} for good, in snapshots and the history, too? Nobody can undo it.",
            "彻底删除 {person}，包括快照和变更记录中的内容？此操作无法撤销。",
        ),
        "erased": (
            "{account}: forgotten in {snapshots} snapshots, {entries} changes, {texts} texts; not in backups and exports",
            "{account}：已从 {snapshots} 个快照、{entries} 条变更、{texts} 处文字中删除；不含备份和已导出的文件",
        ),
        "serving": (
            "version {version}, store {store}; /health/ready says when it is ready",
            "版本 {version}，数据存储 {store}；就绪状态见 /health/ready",
        ),
        "first_admin": (
            "the first admin key; keep it, it is not shown again:",
            "首个管理员密钥，仅显示这一次，请妥善保存：",
        ),
        "snapshot": ("snapshot {id}: {name}, of revision {revision}", "快照 {id}：{name}，版本 {revision}"),
    },
)
