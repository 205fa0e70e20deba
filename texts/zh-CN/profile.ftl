# 规则
err-profile-inconsistent = 规则文件 { $file } 自相矛盾：{ $problem }
    .hint = 规则文件由维护人员编写，请把这一行转给他们。
err-profile-unknown = 没有名为 { $id } 的规则；现有：{ $known }
    .hint = 请从现有规则中选一个，写在 --profile 后面。
code-profile-invalid = 规则无法使用：{ $problem }
    .hint = 案件里的 rules/profile.toml 应与立案时一致，请从备份恢复。

# 工作日历
err-profile-calendar = 日历文件 { $file } 有误：{ $flaw ->
        [name] 文件名应为年份 { $what }.toml
        [source] 没有写明依据（source）
        [empty] 一个节日也没有写
        [order] 放假的第一天晚于最后一天：{ $what }
        [long] 一个节日放假过长：{ $what }
        [outside] { $what } 不在本年，也不在上年 12 月或下年 1 月
        [no-weekend] { $what } 不是周六、周日，不会是调休上班日
        [distant] 调休上班日 { $what } 离所属节日太远
        [twice] { $what } 写了两次
        [contradicts] 与另一年的文件不一致：{ $what }
       *[other] { $flaw } { $what }
    }
    .hint = 请对照国务院当年的放假通知改正；写法见 profiles/calendar 中已有的年份。
err-profile-year-missing = 没有 { $year } 年的工作日历，期限无法推算
    .hint = 请照国务院放假通知编写 { $file }，放在规则文件夹中；急用时可以选择仅按周末推算，结果会注明。
err-profile-event-unknown = 以下日期尚不知道：{ $events }
    .hint = 事项办结、日期记入案件后再推算。
err-profile-round-unfit = 批次“{ $round }”不能用来推算这一期限，应写作 { $example } 的样子
    .hint = 请改正 case.toml 中的 round。
err-profile-no-day = 没有这样的一天
    .hint = 请检查规则文件中的期限和输入的日期。

# 期限是怎样推算的
due-working-days = 自 { $start } 起第 { $number } 个工作日（当日不计）为 { $day }
due-calendar-days = 自 { $start } 起第 { $number } 日（当日不计）为 { $day }
due-months = 自 { $start } 起满 { $number } 个月为 { $day }
due-years = 自 { $start } 起满 { $number } 年为 { $day }
due-quarter-day = 按季度固定的日期 { $day }
due-month-day = 固定日期 { $day }
due-day-of-month = 每月固定的日期 { $day }
due-quarter = 本季度内，至 { $day }
due-year = 本年度内，至 { $day }
due-set = 由经办人确定的日期 { $day }
due-before = “{ $before } 前”按不含当日理解
due-skipped = 不计休息日 { $days }
due-made-up = 计入调休上班日 { $days }
due-rolled = { $from } 是休息日，顺延至 { $day }
due-rest-weekend = 当日是周末，固定日期不顺延
due-rest-holiday = 当日是{ $name }假日，固定日期不顺延
due-assumed = 没有 { $year } 年的工作日历，该年仅按周末推算，以国务院放假通知为准
due-awaiting = 尚无 { $year } 年的放假通知，上年 12 月底的几天可能因此调整
due-unknown = 没有 { $year } 年的工作日历，不知道当天是否休息
