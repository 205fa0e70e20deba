# 核验报告的固定用语
report-passed = 通过
report-failed = 不通过
report-indeterminate = 无法确定
report-note = 提醒
report-error = 错误：
report-hint = 提示：
report-hint-alike = 提示（举一例，其余类推）：
report-target = 对象：
report-checked = 已查：
report-unchecked = 未查：
report-verdict = 结论：
report-unverified = 未核验
report-nothing = 无
report-comma = 、
report-semicolon = ；
report-line = 第 { $line } 行
report-many = 共 { $count } 处
report-of-many = { $place }：{ $said }
report-clause = （依据：{ $clause }）
report-numbers = （不通过 { $fails } 项，无法确定 { $unsettled } 项，提醒 { $notes } 项）
report-unlisted = 另有 { $count } 项没有逐一列出。

# 问题所依据的条款：《卷宗格式说明》的各节
clause-formats = 《卷宗格式说明》第 { $n } 节“{ $title }”
clause-formats-1 = 名称
clause-formats-2 = 案件文件夹
clause-formats-3 = 声明
clause-formats-4 = 规则与时间
clause-formats-5 = 密钥名册与信任
clause-formats-6 = 备案与卷包
clause-formats-7 = 结论
clause-formats-8 = 抽样

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
report-answers = { $paper }第 { $rows } 行由谁负责：{ $by }
report-answers-one = { $name }（{ $person }，{ $seat }，{ $said }）
report-answers-and = 、
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
        [true] ，{ $paper }第 { $rows } 行
       *[false] {""}
    }
report-words = 意见内容：{ $text }
report-not-in-force = 此份已不生效：已被后一份取代，或所在环节已退回重办
report-reason = 原因：{ $indication }{ $explained ->
        [true] ，见下面的说明
       *[false] {""}
    }
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

# 核验报告（PDF）
paper-title = 卷包核验报告
paper-target = 卷包
paper-digest = 卷包 SHA-256
paper-case = 案件编号
paper-enterprise = 企业（卷包所载）
paper-rules = 所依据的规则
paper-trust = 信任文件 SHA-256
paper-now = 核验时间
paper-as-of = { $now }（按 { $at } 所知）
paper-none = 无
paper-judged = { $word }（{ $indication }）
paper-first-part = 一、结论
paper-second-part = 二、签署一览
paper-third-part = 三、发现的问题
paper-fourth-part = 四、核验范围和没有核验的事项
paper-fifth-part = 五、说明
paper-verdict-passed = 核验通过：卷包完整，签署和封签有效，符合卷包所附规则对签署的要求。
paper-verdict-failed = 核验不通过：不要采信这份卷包，原因见第三部分。
paper-verdict-indeterminate = 无法确定：现有条件不足以得出结论，原因见第三部分。
paper-no-signings = 没有可以列出的签署。
paper-no-findings = 没有发现问题。
paper-no-mandate = 没有授权
paper-by-act = 依据 { $act }
paper-past = （已不生效）
paper-files = { $count } 份文件
paper-rows = { $paper }第 { $rows } 行
paper-col-seat = 席位
paper-col-person = 签署人、单位、授权依据
paper-col-opinion = 意见
paper-col-claimed = 自报时间
paper-col-proven = 证实时间
paper-col-covers = 文件和行
paper-col-judged = 结论和原因
paper-col-bearing = 性质
paper-col-code = 代码
paper-col-place = 位置
paper-col-said = 说明
paper-line = { $n }. { $line }。
paper-unchecked-trust = 没有给出信任文件，签名所用的公钥是否属于所称的人，没有核验
paper-unchecked-times = 时间为自报：没有归档日志或时间戳可以证实任何一个签署时间；持有密钥的人若串通，可以用更早的时间重签整个案卷，而留在外面的任何一份副本都能揭穿
paper-unchecked-content = 材料内容是否真实、指标判定是否正确，不在核验范围之内
paper-unchecked-scans = 录入数据与盖章签字的扫描件是否一致，由人工核对
paper-unchecked-reading = 签署人是否确实看过所签的文件，无从核验
paper-unchecked-law = 规则本身是否就是主管部门发布的文本，取决于所信任的名册或随程序附带的规则
paper-no-seal = 本报告由程序依据卷包的字节推算得出，不是电子印章，也不是经认证的电子签名；本报告自身没有签名。
paper-words = 结论用语依照 ETSI EN 319 102-1：PASSED 为通过，FAILED 为不通过，INDETERMINATE 为无法确定，斜线之后是原因类别，再之后是本程序的问题代码。
paper-again = 任何人都可以用同一份卷包和同一份信任文件重做这次核验；不使用本程序时，可以按随程序发布的《不用 juanzong 核验一个卷包》，用通用工具核验。《卷宗格式说明》也随程序发布。
paper-signs = 核验人（签字）
err-report-workbook = 表格文件生成不了：{ $cause }
    .hint = 请减少行数或缩短文字，或清理系统的临时文件夹后再试；也可以改用 .pdf 或 .docx。

report-col-case = 案件
report-col-waited = 距可签
report-someone = 〖{ $person }〗{ $org }：卷宗 { $dossiers } 份，签署 { $signed } 次（同意 { $agree }，不同意 { $disagree }，弃权 { $abstain }），值得留意 { $odd } 次
report-beside = 同卷签署人：{ $list }
report-beside-one = { $name } { $count } 份
report-beside-comma = {"、"}
report-deed-rows = 负责第 { $rows } 行
report-deed-verdict = 结论：{ $judged }
report-odd = { $kind ->
        [before] 留意：自报时间早于本环节开始 { $span }
        [quick] 留意：本环节开始后 { $span } 就签了意见，未必看过材料
        [apart] 留意：与在另一份卷宗（{ $other }）的意见只隔 { $span }
       *[seat] 留意：同一人在本卷还以“{ $other }”的席位签署意见
    }
report-span = { $count } { $unit ->
        [day] 天
        [hour] 小时
        [minute] 分
       *[second] 秒
    }
report-who-row = 《{ $paper }》第 { $row } 行：
report-who-nobody = 没有一份有效的意见写明对这一行负责。

# 跨卷查人、查责任的纸质件和表格
people-title = 签署人跨卷查阅记录
people-lead = 于 { $now } 查阅卷包 { $read } 份{ $unread ->
        [0] {""}
       *[other] （另有 { $unread } 份未能读出）
    }，签署人 { $people } 名，共签署 { $signed } 次，其中值得留意 { $odd } 次。{ $trusted ->
        [true] {""}
       *[false] 没有给出信任文件，签名是否真属其人未作判断。
    }
people-first-part = 一、签署人
people-second-part = 二、值得留意之处
people-third-part = 三、逐人签署
people-nothing-odd = 没有值得留意之处。
people-closing = 时间均为签署人自报。值得留意不等于有问题，只说明从哪里看起；是否违规，由查阅人对照案卷判断。
people-more = 另有 { $count } 行未印出，全部内容见表格文件（.xlsx）。
people-beside-more = 等，另有 { $count } 名
people-signs = 查阅人（签字）
people-col-person = 签署人
people-col-org = 单位
people-col-dossiers = 卷宗
people-col-signed = 签署
people-col-agree = 同意
people-col-disagree = 不同意
people-col-abstain = 弃权
people-col-odd = 留意
people-col-beside = 同卷签署人（同卷份数）
people-col-remark = 说明
people-sheet-people = 签署人
people-sheet-deeds = 签署
who-title = 责任人查询记录
who-row = 所查行号
who-verdict = 整份卷包的结论
who-heading = 《{ $paper }》第 { $row } 行
who-signed = 写明对这一行负责的签署：
who-closing = 本记录由程序依据卷包推算，不是电子印章；整份卷包的核验情况请用 verify --report 另行出具。
who-signs = 查询人（签字）

report-nature = { $nature ->
        [authenticity] 真实性
        [completeness] 完整性
        [usability] 可用性
       *[security] 安全性
    }
report-nature-mark = { $mark ->
        [passed] 通过
        [failed] 不通过
        [manual] 待人工
       *[not-applicable] 不适用
    }
report-nature-undone = { $basis ->
        [carrier] 卷包打不开，未查
        [signatures] 没有给出信任文件，签名未能核实
        [typed] 没有可读的填报数据，未查
        [content] 没有查到内容文件
       *[other-sources] 未与其他来源比对
    }
report-nature-sum = { $target }（{ $case }）：通过 { $passed } 项，不通过 { $failed } 项，待人工 { $manual } 项，不适用 { $not-applicable } 项
report-nature-item = 编号
report-nature-kind = 类别
report-nature-name = 检测项目
report-nature-looked = 检测内容
report-nature-mark-head = 结果
report-nature-remark = 说明
report-nature-target = 卷包
report-nature-sums = 汇总
report-nature-failed = 不通过的项目
report-nature-none = 没有不通过的项目。
report-nature-items = 逐项
report-nature-lead = 依据 { $basis }，于 { $now } 检测卷包 { $count } 份。没有查过的项目一律记为“待人工”，不记为“通过”。
report-nature-closing = “待人工”的项目由检测人查看后在纸质件上填写；程序的检测不能代替杀毒、抽看和载体检查。说明栏所列代码的含义，见对该卷包另行出具的核验报告（juanzong verify --report）。
report-nature-checked-by = 检测人
report-nature-reviewed-by = 复核人
