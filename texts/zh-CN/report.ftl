# 核验报告的固定用语
report-passed = 通过
report-failed = 不通过
report-indeterminate = 无法确定
report-note = 提醒
report-error = 错误：
report-hint = 提示：
report-target = 对象：
report-checked = 已查：
report-unchecked = 未查：
report-verdict = 结论：
report-nothing = 无
report-comma = 、
report-line = 第 { $line } 行
report-clause = （依据：{ $clause }）
report-numbers = （不通过 { $fails } 项，无法确定 { $unsettled } 项，提醒 { $notes } 项）
report-unlisted = 另有 { $count } 项没有逐一列出。

# 各环节共用的计数；每个计数的变量都是 $count
checked-files = { $count } 个文件
