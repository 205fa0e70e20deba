# 案件
err-case-none = { $path } 不是案件文件夹（里面没有 case.toml）
    .hint = 请写案件文件夹的路径；还没有案件时，先用 juanzong new 建立。
err-case-form-missing = 规则 { $profile } 要用的文书样式 { $form } 不存在
    .hint = 案件的 rules/forms 文件夹应与立案时一致，请从备份恢复。
err-case-no-table = 没有“{ $id }”这个指标表；现有：{ $known }
    .hint = 指标表放在 --profiles 指定的文件夹的 indicators/ 里，文件名就是它的编号。
err-case-no-rows = 本等级必备的文书里没有填写指标的表格，指标表用不上
    .hint = 请去掉 --indicators，或核对规则和等级。
code-case-fact-invalid = { $problem ->
        [empty] 没有填写
        [choice] “{ $value }”不在可选范围内，可选：{ $expected }
        [scope] 行政区划代码“{ $value }”不在本规则适用范围（{ $expected }）内
        [other] 写的是“{ $value }”，应为“{ $expected }”
        [unknown] 规则里没有“{ $value }”，可用：{ $expected }
        [unknown-slot] 规则 { $expected } 没有名为“{ $value }”的材料项
       *[form] “{ $value }”写法不对，应为：{ $expected }
    }
    .hint = 请打开 case.toml，按每行 # 后面的说明填写后保存。
code-case-credit-code = 统一社会信用代码 { $found } 的{ $part ->
        [body] 第 9 至 17 位主体标识码校验位不符（GB 11714）
       *[whole] 校验位不符（GB 32100-2015）
    }
    .hint = 请对照营业执照核对；早年确有校验位不符的真实代码，核对无误可以不改。
code-case-division-doubtful = { $problem ->
        [ended] 行政区划代码 { $code }（{ $name }）在 { $day } 以后已不再使用{ $now ->
            [none] {""}
           *[other] ，现为 { $now }
        }
        [not-yet] 行政区划代码 { $code }（{ $name }）自 { $day } 起才有，申请日期在此之前
       *[unknown] 行政区划代码 { $code } 在代码表中查不到
    }
    .hint = 请核对 case.toml 里的 division 和申请日期；开发区的统计用代码不是 GB/T 2260 代码，应填所在区县的代码。
code-case-industry-doubtful = 行业“{ $found }”{ $problem ->
        [several] 可能是以下重点行业中的任何一个：{ $meant }
        [unmapped] 是国民经济行业代码，但没有收录它对应的重点行业
        [elsewhere] 所属的重点行业（{ $meant }）不在本地适用的名录里
       *[unknown] 既不是重点行业名称，也不是国民经济行业代码
    }
    .hint = 请按技术指南和本地名录判断，在 case.toml 的 industries 里写明重点行业名称，例如 ["水泥"]。
code-case-outside-validity = 申请日期 { $day } 不在《{ $title }》的适用期内（{ $from } 起{ $until ->
    [none] {""}
   *[other] ，{ $until } 止
}）
    .hint = 请核对申请日期；办理当时的旧案卷可以照用，新的申请应适用现行规定。
code-case-slot-empty = 缺少材料：{ $title }{ $basis ->
        [text] （条文要求）
       *[practice] （按通行做法应有）
    }
    .hint = 有文书样式的，在 forms/{ $slot }.toml 里填写；已有盖章扫描件或其他文件的，放进 evidence/{ $slot }/。
code-case-typed-missing = 缺少“{ $title }”的填写内容
    .hint = 请从备份恢复这个文件，或用 juanzong form skeleton 重新生成空白表。
code-case-typed-unreadable = 文件不是 UTF-8 文本（第 { $at } 字节起），读不出来
    .hint = 请用记事本打开，另存为时把编码选为 UTF-8。
code-case-original-missing = 写明的扫描件不存在：{ $path }
    .hint = 请把扫描件放进 evidence/{ $slot }/，并核对 case.toml 里写的文件名。
code-case-unknown-file = { $reason ->
        [link] 这是一个链接或特殊文件，不会收进案卷
        [empty] 这是一个空文件
       *[no-slot] 没有对应的材料项，不会收进案卷
    }
    .hint = 请把文件移到对应材料项的文件夹里，用不着的移出案件文件夹。
checked-facts = 基本事实
checked-deadlines = { $count } 项时限
checked-consequences = { $count } 条资格规定
checked-stages = { $count } 个环节
checked-slots = { $count } 个材料项
code-case-overdue = 已逾期 { $days } 天：{ $title }（{ $actor }），最后一天是 { $due }
    .hint = 请尽快办理；已经办了的，把日期填进对应的文书或 case.toml 的 [dates]。
code-case-done-late = 迟了 { $days } 天：{ $title }（{ $actor }），{ $met } 完成，最后一天是 { $due }
    .hint = 请核对日期；确实迟了的，写明原因一并归卷。
code-case-due-rest-day = “{ $title }”的最后一天 { $due } 是休息日，固定日期不顺延
    .hint = 请在此前的工作日办完。
code-case-due-conflict = 时限相互矛盾：“{ $title }”最迟 { $due }，却要赶在“{ $other }”（{ $before }）之前
    .hint = 请按较早的一个安排，或把现场审核提前。
code-case-year-missing = 没有 { $year } 年的放假调休数据，“{ $title }”算不出来
    .hint = 请按国务院放假通知写好 calendar/{ $year }.toml，放进规则文件夹，用 --profiles 指定。
code-case-barred = 此次不得申报：{ $title }；记录：{ $entries }{ $free ->
    [none] {""}
   *[other] ；最早可申报日 { $free }
}
    .hint = 请核对 case.toml 中 [[record]] 的记录和日期；属实的，此次申报不予受理。
code-case-lowest-grade = 直接评定为最低等级：{ $title }；记录：{ $entries }
    .hint = 请核对 case.toml 中 [[record]] 的记录；属实的，按条文办理。
code-case-off-the-list = 应移出清单：{ $title }；记录：{ $entries }
    .hint = 请核对 case.toml 中 [[record]] 的记录；属实的，按条文办理。
code-case-record-weighs = 须在意见中考虑：{ $title }；记录：{ $entries }
    .hint = 条文没有规定自动的后果，由提出意见的人写明。
code-case-expert-conflict = 专家“{ $name }”{ $why ->
    [third_party] 为企业提供第三方服务
    [interest] 与企业有利益关系
    [unit] 的单位是本案企业或与企业有利害关系
   *[barred] 在黑名单上或被禁止参加
}，不得参加
    .hint = 请更换专家；填错的请改正。
code-case-expert-industry = 同行业专家不够：需要 { $wanted } 名，只有 { $found } 名（企业行业：{ $industries }）
    .hint = 请至少请一名同行业专家；专业写法与行业不一致的，照行业名称填写。
code-case-grade-below = 达不到申报的 { $applied } 级：{ $part ->
    [none] {""}
   *[other] { $part }
}按短板原则只到 { $reached } 级，短板在第 { $rows } 行
    .hint = 请核对这几行的判定；属实的，按达到的等级申报，或整改后在整改报告中逐条写明已完成。
code-case-grade-mixed = 有两套等级（{ $ladders }），条文没有规定高低，程序不合并；参考读法：{ $suggested }
    .hint = 请由有权的人确认总体等级并写入文书。
code-case-grade-contradicts = 第 { $row } 行自相矛盾：申报 { $applied } 级，结果与“可达等级 { $reach }”不一致
    .hint = 达到申报等级的填“满足”，达不到的填“不满足”；等级须是同一套里的。
code-case-gate-closed = 不能继续：{ $title }
    .hint = 请先办妥这一项，再进入下一环节。
code-case-no-crowd = { $title }：所列 { $listed } 个没有落在连续两日内超过 { $most } 个
    .hint = 请核对收到日期；不符合条件的不能放宽，按原时限办理。
code-case-trait-unstated = 没有写明：{ $trait }（“{ $title }”要看这一条）
    .hint = 在 case.toml 的 [traits] 下写 { $id } = true 或 false。
code-case-day-unknown = 没有写明{ $event }的日期，“{ $title }”是否按时无从判断
    .hint = 在 case.toml 的 [dates] 下写 { $id } = 日期（例如 2026-04-10）。
code-case-drawing-missing = case.toml 里 { $slot } 的 rasterise 写的是 { $path }，材料中没有这个文件
    .hint = 请核对文件名，写成 evidence/材料项/文件名；不再需要时删去这一行。

# ── 一次性补正告知：写给申报企业，不提文件名和英文编号 ──
notice-field = “{ $label }”{ $row ->
    [0] {""}
   *[other] （第 { $row } 行）
}
notice-comma = 、
notice-rest = 等，另有 { $count } 处
notice-demand = 按要求更正后重新提交。
notice-case-slot-empty = 未提交。
    .demand = 补交本项材料，复印件加盖公章。
notice-case-typed-missing = 未提交。
    .demand = 补交本项材料。
notice-case-typed-unreadable = 提交的电子文件打不开。
    .demand = 重新提交可以打开的文件。
notice-case-original-missing = 缺少盖章原件的扫描件。
    .demand = 补交盖章原件的扫描件。
notice-case-unknown-file = 提交的文件是空的，或不是普通文件。
    .demand = 重新提交完整的文件。
notice-case-overdue = 逾期未办。
    .demand = 立即办理，并书面说明逾期原因。
notice-form-field-missing = 以下各项没有填写：{ $fields }。
    .demand = 补填所列各项。
notice-form-syntax = 填报内容写法有误，无法读取。
    .demand = 按样表重新填报。
notice-form-unknown-field = 有样表以外的内容。
    .demand = 按样表重新填报。
notice-form-field-misplaced = 有内容填错了位置。
    .demand = 按样表重新填报。
notice-form-field-invalid = 以下各项填写的内容或格式不对：{ $fields }。
    .demand = 对照样表的填写要求更正所列各项。
notice-form-field-range = 以下各项的数值超出合理范围：{ $fields }。
    .demand = 核对数值和单位后更正。
notice-form-field-long = 以下各项文字过长：{ $fields }。
    .demand = 精简文字，详细内容作为佐证材料另附。
notice-form-field-contradicts = 以下各项与表中其他内容矛盾：{ $fields }。
    .demand = 核实后更正。
notice-form-character = 以下各项有无法打印的字符：{ $fields }。
    .demand = 重新填写所列各项。
notice-form-rows = 以下表格的行数不符合要求：{ $fields }。
    .demand = 按要求增减行数。
unchecked-case-papers = 申报等级不明，要哪些材料、有哪些时限都没有检查
