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
report-semicolon = ；
report-line = 第 { $line } 行
report-clause = （依据：{ $clause }）
report-numbers = （不通过 { $fails } 项，无法确定 { $unsettled } 项，提醒 { $notes } 项）
report-unlisted = 另有 { $count } 项没有逐一列出。

# 签署一览
report-col-seat = 席位
report-col-person = 签署人
report-col-opinion = 意见
report-col-time = 自报时间
report-col-verdict = 结论
report-stage = { $kind ->
        [open] 〖{ $nn } 立案〗
        [return] 〖{ $nn } { $stage }（退回）〗
       *[stage] 〖{ $nn } { $stage }〗
    }
report-stage-after = 〖归档以后〗
report-opinion = { $opinion ->
        [agree] 同意
        [disagree] 不同意
        [abstain] 弃权
        [withdraw] 撤回
        [open] 立案
        [roster] 名单
        [return] 退回
       *[seal] 封签
    }
report-capacity = 身份：{ $has-org ->
        [true] { $org }
       *[false] 不明
    }，{ $has-act ->
        [true] 依据 { $act }
       *[false] 没有授权
    }；涉及文件 { $files } 份{ $has-rows ->
        [true] ，第 { $rows } 行
       *[false] {""}
    }
report-words = 意见内容：{ $text }
report-not-in-force = 此份已不生效：已被后一份取代，或所在环节已退回重办
report-reason = 原因：{ $indication }，见下面的说明
report-when-filed = 按归档当日所知：{ $judged }
report-times = 时间均为签署人自报，没有归档日志或时间戳可以证实。
report-votes = 表决：{ $stage }“{ $seat }”全体 { $whole } 人，同意 { $agree }，不同意 { $disagree }，弃权 { $abstain }：{ $adopted ->
        [true] 通过
       *[false] 未通过
    }
report-after-first = 注意：归档以后又有 { $count } 份签署，见“归档以后”各行；它们不在卷包之内。
report-filed = 按归档当日所知：
report-today = 按今日所知：
report-at = 按 { $time } 所知：

# 各环节共用的计数；每个计数的变量都是 $count
checked-files = { $count } 个文件

# ── 时限规则 ──
rule-quarter-day = { $month ->
    [0] 上一季度最后一个月
   *[other] 本季度第 { $month } 个月
}{ $day ->
    [last] 的最后一天
   *[other] {" "}{ $day } 日
}{ $inclusive ->
    [yes] （含）前
   *[no] 前（不含当日）
}
rule-month-day = { $year ->
    [every] 每年
   *[other] { $year } 年
} { $month } 月{ $day ->
    [last] 最后一天
   *[other] {" "}{ $day } 日
}{ $inclusive ->
    [yes] （含）前
   *[no] 前（不含当日）
}
rule-day-of-month = 每月{ $day ->
    [last] 最后一天
   *[other] {" "}{ $day } 日
}{ $inclusive ->
    [yes] （含）前
   *[no] 前（不含当日）
}
rule-period = 自{ $from }起 { $number } { $unit ->
    [working] 个工作日
    [calendar] 日
    [months] 个月
   *[years] 年
}内{ $again ->
    [none] {""}
   *[other] （{ $again }后重新起算）
}
rule-quarter = 本季度内
rule-year = 本年内
rule-set = 按“{ $event }”所定日期
