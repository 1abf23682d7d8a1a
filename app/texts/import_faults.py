"""What people read about faults of imported files, in English and Chinese, by code."""

from __future__ import annotations

from typing import Final

from app.texts.catalogue import Words, texts

IMPORT_FAULTS: Final[Words] = texts(
    "fault",
    {
        "unknown-sheet": (
            (
                "no list is called {value!r}; rename the sheet to one of {expected}, name its list in `mapping`, or begin "
                "its name with # to have it skipped"
            ),
            "没有名为“{value}”的列表；请把工作表改名为：{expected}，或在 mapping 中指定，或在表名前加 # 以跳过",
        ),
        "unknown-column": (
            "this sheet has no column {value!r}{wanted}; correct the heading, or begin it with # to have it skipped",
            "此表没有“{value}”这一列{wanted}；请更正表头，或在表头前加 # 以跳过",
        ),
        "duplicate-column": (
            "the column {value!r} stands here a second time; remove one of the two",
            "“{value}”列重复出现；请删除其中一列",
        ),
        "one-row-only": (
            "this sheet takes one row only; remove the others",
            "此表只能填一行；请删除多余的行",
        ),
        "ambiguous-name": (
            "several are called {value!r}; write the id of the one meant: {candidates}",
            "“{value}”对应多条记录；请填写其编号：{candidates}",
        ),
        "cell-error": (
            "the cell's formula gives an error; correct it or type the value",
            "该单元格的公式计算出错；请更正公式或直接填写数值",
        ),
        "doubtful-number": (
            "{value!r} is not written as the other numbers of its column are; write it as they are, or without separators",
            "“{value}”与本列其他数字的写法不同；请统一写法，或去掉千位分隔符",
        ),
        "doubtful-currency": (
            "{value!r} is written in another currency than the {currency} of its row; correct one of them",
            "“{value}”的货币与本行的 {currency} 不同；请改正其中之一",
        ),
        "garbled-text": (
            "{value!r} is garbled: its encoding was lost on the way; export the file again as UTF-8",
            "“{value}”是乱码，编码在途中已丢失；请重新导出为 UTF-8",
        ),
        "lost-digits": (
            "{value!r} is a long number of which a few digits are left; format the column as text and export it again",
            "“{value}”是长数字，表格软件只保留了前几位；请把该列设为文本格式后重新导出",
        ),
        "cell-without-heading": (
            "the row has more cells than the {expected} headings; put a text that holds the separator in quotes",
            "该行单元格多于 {expected} 个表头；请给含分隔符的文字加上引号",
        ),
        "unknown-list": (
            "`list` must name a list of the account document; it is {value!r}",
            "list 必须是客户文档中的列表名；现为“{value}”",
        ),
        "unknown-file-format": (
            "it is no workbook, CSV (one file or a zip of them), web page, vCard, JSON, GraphML or GEXF; save it as XLSX or CSV",
            "不是工作簿、CSV（单个文件或 zip 压缩包）、网页、vCard、JSON、GraphML 或 GEXF；请另存为 XLSX 或 CSV",
        ),
        "old-or-protected": (
            "it is no workbook that can be read (perhaps older than Excel 97, or under a password); save it as .xlsx",
            "无法读取该工作簿（可能早于 Excel 97 或带有密码）；请另存为 .xlsx",
        ),
        "protected": (
            "it is protected by a password; save it without one",
            "文件带有密码；请另存为不带密码的文件",
        ),
        "broken-archive": (
            "the file is damaged or its entries are not what they say; open and save it again",
            "文件已损坏或内容与声明不符；请重新打开并保存",
        ),
        "broken-workbook": (
            "the workbook is damaged; open it in a spreadsheet program and save it again",
            "工作簿已损坏；请用电子表格软件打开后重新保存",
        ),
        "broken-csv": (
            "the CSV file {sheet} cannot be read from line {line} on ({reason}); check the quotes there",
            "CSV 文件 {sheet} 自第 {line} 行起无法读取（{reason}）；请检查该处的引号",
        ),
        "broken-json": ("the JSON is damaged ({reason}); export it again", "JSON 内容已损坏（{reason}）；请重新导出"),
        "broken-cards": (
            "the address cards cannot be read from line {line} on ({reason}); export them again",
            "名片文件自第 {line} 行起无法读取（{reason}）；请重新导出",
        ),
        "broken-xml": ("the XML is damaged; export it again", "XML 内容已损坏；请重新导出"),
        "doctype": (
            "its XML declares a document type or entities, which is refused; save the file without",
            "XML 中声明了 DOCTYPE 或实体，不予接受；请另存为不含此类声明的文件",
        ),
        "too-many-entries": ("the archive holds more than {limit} entries", "压缩包内条目超过 {limit} 个"),
        "unpacks-too-large": ("it unpacks to more than {limit} bytes; split it", "解压后超过 {limit} 字节；请拆分"),
        "too-dense": (
            "it unpacks to more than {limit} times its size, as no honest file does",
            "解压后超过原大小的 {limit} 倍，不是正常文件",
        ),
        "overlapping-entries": (
            "entries of the archive overlap, as in no honest file",
            "压缩包内条目互相重叠，不是正常文件",
        ),
        "nested-archive": (
            "it holds another archive; unpack it, and remove embedded files",
            "文件内含其他压缩包；请先解压，并删除嵌入的文件",
        ),
        "too-many-rows": (
            "{sheet} is larger than {limit}; split it, and delete stray cells far below or to the right",
            "{sheet} 超出上限（{limit}）；请拆分文件，并删除远处的多余单元格",
        ),
        "unknown-encoding": (
            "the encoding of {sheet} is not plain (it is not UTF-8, and as {guess} it makes no sense); save it as UTF-8 CSV",
            "无法确定 {sheet} 的编码（不是 UTF-8，按 {guess} 读取也不成文）；请另存为 UTF-8 编码的 CSV",
        ),
        "doubtful-encoding": (
            "{sheet} may be {reading1_en} or {reading2_en}; say which (`plan`, `--answers`), or save it as UTF-8 CSV",
            "{sheet} 的编码可能是 {reading1_zh}，或 {reading2_zh}；请指明（plan、--answers），或另存为 UTF-8 CSV",
        ),
        "doubtful-numbers": (
            (
                "the numbers of the column {column!r} of {sheet} can be read in two ways, {reading1_en}, or {reading2_en}; "
                "say which (`plan`, `--answers`)"
            ),
            "{sheet} 的“{column}”列的数字有两种读法：{reading1_zh}；或 {reading2_zh}；请指明（plan、--answers）",
        ),
        "doubtful-unit": (
            (
                "the unit of the column {column!r} of {sheet} can be read in two ways, {reading1_en}, or {reading2_en}; "
                "say which (`plan`, `--answers`)"
            ),
            "{sheet} 的“{column}”列的单位有两种读法：{reading1_zh}；或 {reading2_zh}；请指明（plan、--answers）",
        ),
        "doubtful-days": (
            (
                "the days of the column {column!r} of {sheet} can be read in two ways, {reading1_en}, or {reading2_en}; "
                "say which (`plan`, `--answers`)"
            ),
            "{sheet} 的“{column}”列的日期有两种读法：{reading1_zh}；或 {reading2_zh}；请指明（plan、--answers）",
        ),
        "parser-ended": (
            "reading it took more time or memory than a file of this size may take; split it or save it anew",
            "读取该文件所需的时间或内存超出限制；请拆分或重新保存",
        ),
        "redacted-export": (
            "it is an export for `{profile}`, which leaves out what the account holds: export it in full",
            "这是按 {profile} 导出的文件，未包含客户的全部内容：请导出完整版（full）",
        ),
        "empty-file": ("there is no row in it", "文件中没有数据行"),
        "bad-mapping": ("`mapping` is not as described: {reason}", "mapping 不符合要求：{reason}"),
        "bad-plan": ("`plan` is not as described: {reason}", "plan 不符合要求：{reason}"),
        "no-account": (
            "it does not say which account it is for; name the account (`--account ID`) or fill its sheet Account",
            "文件未指明所属客户；请指定客户编号（--account ID）或填写“客户”工作表",
        ),
        "no-file": ("send the file as the form field `file`", "请以表单字段 file 上传文件"),
    },
)
