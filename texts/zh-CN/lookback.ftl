# 回头看：从已归档的卷包立出复核案件，与原案卷逐项比对

cmd-lookback = 回头看：按已归档的卷包立复核案件，并与原案卷逐项比对
    .more = 两步：new 从卷包立出复核案件，原核查内容、签字人和核验结论都已填好；复核人员填写、签署以后，用 compare 与原案卷并列比对，提出处理建议和依据条文。
cmd-lookback-new = 从已归档的卷包立出复核案件
    .more = 例：juanzong lookback new TS-130283-2026Q2-0001.zip --into 复核/示例水泥 --trust trust.json。先核验卷包，再把核查表各行原样抄入复核记录；只采用由有效签署涵盖的填报数据。以后照常办理：填写、build、sign、seal、pack。
    .package = 已归档的卷包，或解压后的文件夹
    .into = 要建立的复核案件文件夹
    .profile = 复核所依据的规则；只有一部适用时不必写
    .trust = 信任文件，应经可靠途径另行取得
    .register = 收件登记簿文件夹：与归档时登记的摘要比对
    .drawn = 抽样名单和抽样结果两个文件（draw 生成）：证明本卷是抽中的
    .round = 复核年份（批次）；不写时为今年
    .id = 复核案件编号；不写时取下一个空号
    .branch = 承办单位全称；不写时与原案卷相同
cli-lookback-made = 复核案件 { $case } 已建立：{ $dir }。原核查共 { $rows } 行已抄入，请用记事本填写下面的文件：
cli-lookback-refused = 没有建立复核案件，原因见上。
cli-lookback-next = 逐行填写复核情况和复核人员；签署过原案卷的人不得参加，名单在复核记录开头。填完后执行：juanzong check { $typed }
cli-lookback-unsound = 注意：原案卷核验不通过。复核案件照样建立，记录中写明“不通过”；原案卷本身的问题请先用 juanzong verify 查清。
cli-lookback-open = 注意：原案卷的核验结论是“无法确定”，记录中照此写明。补上 --trust 或查清原因后，请删去这个案件重新建立。
cli-lookback-rehearsal = 注意：所给的抽样是演练，可操控，不得作正式抽样。

err-lookback-none = 没有规则规定对 { $of } 的案卷回头看
    .hint = 请用 --profile 写明复核所依据的规则，或把规则文件放进 --profiles 指定的文件夹；已有：{ $known }。
err-lookback-other = 规则 { $profile } 不是回头看规则，或不针对 { $of } 的案卷
    .hint = 可用的规则：{ $known }。
err-lookback-several = 对 { $of } 的案卷有几部规则可用：{ $known }
    .hint = 请用 --profile 写明用哪一部。
err-lookback-form = 规则 { $profile } 的复核记录没有样式 { $form }
    .hint = 请检查 --profiles 指定的文件夹是否完整：juanzong profile check。
err-lookback-recheck = { $path } 不是复核案件
    .hint = 第一个写原案卷的卷包，第二个写 lookback new 立出的复核案件或它的卷包；是不是写反了？
err-lookback-original = { $path } 是复核案件，不是原案卷
    .hint = 第一个写原案卷的卷包，第二个写复核案件或它的卷包；是不是写反了？

checked-lookback-rows = 逐行比对 { $count } 行
checked-lookback-people = 复核人员 { $count } 名

unchecked-lookback-rows = 各行没有比对
unchecked-lookback-signed = 复核记录还没有签署，比对只是预览

code-audit-lookback-unsound = { $side ->
        [original] 原案卷
       *[recheck] 复核案件
    }核验{ $verdict ->
        [failed] 不通过
       *[indeterminate] 无法确定
    }：{ $why }
    .hint = 逐项情况请用 juanzong verify 查看；原案卷不能采信时，请向其他保管处取存档件。
code-audit-lookback-unread = { $why ->
        [rules] 卷包里的规则或案件信息读不出来
        [other-rules] 原案卷所依据的规则，复核规则没有列入
        [review] 填报数据不是由有效的签署涵盖的，不能采用
        [table] 填报数据里没有要复核的表
        [record] 复核记录还没有填写，或读不出来
        [unsigned] 复核记录现在的内容没有由有效的签署涵盖
       *[rows] 没有可以复核的行：该等级没有核查表，或核查表是空的
    }
    .hint = { $why ->
        [other-rules] 请给出复核记录所写的那一份原案卷，或用 --profile 换一部复核规则。
        [record] 请先填写复核记录：juanzong check 会说明还缺什么。
        [unsigned] 填写之后请重新生成文书，由复核人员签署。
       *[other] 只采用由有效签署涵盖的填报数据。请用 juanzong verify 查明原因，或换一份存档件。
    }
code-audit-lookback-digest = 卷包摘要与{ $source ->
        [register] 归档时登记的
        [list] 抽样名单上的
       *[record] 复核记录写明的
    }不同：{ $named }，现为 { $found }
    .hint = 这不是当时的那一份卷包。请查明何时由谁替换，并取回原来的一份。
code-audit-lookback-unregistered = 登记簿里没有案件 { $case }
    .hint = 归档时的摘要无从比对。请确认登记簿是否是这份卷包归档处的登记簿。
code-audit-lookback-not-drawn = 抽样没有抽中案件 { $case }
    .hint = 请核对名单和抽样结果是否是本次的；不是抽样产生的，请去掉 --drawn。
code-audit-lookback-other-dossier = 复核记录针对的不是这份案卷：记录写的是 { $named }，给出的是 { $found }
    .hint = 请给出记录所写的那一份原案卷；各行没有比对。
code-audit-lookback-earlier = 复核案件立案（{ $opened }）早于原案卷归档（{ $filed }）
    .hint = 时间为自报。请查明是否有一方的时间不实。
code-audit-lookback-row-missing = 原核查第 { $row } 行“{ $item }”没有复核
    .hint = 原有的行一行也不能少。请用 lookback new 另立一份取得全部各行，补上后重新签署。
code-audit-lookback-row-extra = 复核记录第 { $at } 行“{ $item }”{ $why ->
        [twice] 与另一行重复（原序号 { $row }）
       *[unknown] 在原核查表里没有（原序号 { $row }）
    }
    .hint = 新发现的问题写在对应行的复核情况里，或写进整改要求；不要增加行。
code-audit-lookback-row-changed = 原核查第 { $row } 行的{ $what ->
        [item] 指标
        [demand] 要求
        [signer] 原签字人
       *[then] 原核查情况
    }被改写：原为“{ $was }”，记录为“{ $is }”
    .hint = 抄自原案卷的内容不得改动；请恢复原文后重新签署。
code-audit-lookback-row-open = 第 { $rows } 行还没有复核结果
    .hint = 请填写复核情况、结果和可达等级。
code-audit-lookback-row-unsigned = { $side ->
        [original] 原核查
       *[recheck] 复核
    }第 { $row } 行“{ $item }”没有人签字负责
    .hint = 没有有效的签署写明对这一行负责，责任无从认定。
code-audit-lookback-same-person = 复核人员 { $name }（{ $person }，{ $seat }）签署过原案卷（{ $other }）
    .hint = 复核应由没有参与原审核的人进行。请换人复核并重新签署。
code-audit-lookback-same-name = 复核人员 { $name }（{ $person }）与原案卷签署人 { $other } 同名
    .hint = 编号不同，可能是两个名册里的同一个人；请人工核对。
code-audit-lookback-disputed = 第 { $row } 行“{ $item }”写“一致”，但原为“{ $was }”，现为“{ $is }”
    .hint = 请复核人员更正“差异”一栏并写明差异。
code-audit-lookback-unmet = 第 { $row } 行“{ $item }”现在不满足；当时由 { $signers } 签字
    .hint = 当时是否核查属实，由人认定；谁核查、谁签字、谁负责。
code-audit-lookback-grade-below = 复核可达等级 { $reached }，低于原等级 { $filed }；由第 { $rows } 行决定
    .hint = 处理建议和依据条文见比对结果。
code-audit-lookback-grade-open = 复核后的等级算不出来：第 { $rows } 行{ $why ->
        [unanswered] 没有结果
        [no-grade] 没有写可达等级
        [other-ladder] 的等级不在本行业的等级之列
        [contradicts] 的结果与可达等级矛盾
       *[nothing] 没有一行计入
    }
    .hint = 请复核人员更正后重新签署。
code-audit-lookback-proposal = 记录中的处理建议是“{ $typed }”，按规则应为“{ $wanted }”
    .hint = 两者不同不等于错误；请在处理意见里说明理由。

# 比对报告
lookback-title = 抽查复核（回头看）比对报告
lookback-part = { $side ->
        [original] 原案卷
       *[recheck] 复核
    } { $case }（{ $enterprise }）：{ $filed ->
        [true] 归档于 { $time }
       *[false] 尚未归档；立案时间：{ $time }
    }；核验：{ $judged }
lookback-none = 无
lookback-unjudged = 还没有人签署，没有可核验的
lookback-col-row = 行
lookback-col-item = 指标
lookback-col-then = 当时
lookback-col-found-then = 当时情况
lookback-col-signed-then = 当时签字
lookback-col-now = 现在
lookback-col-found-now = 现在情况
lookback-col-signed-now = 复核签字
lookback-col-change = 比对
lookback-col-remark = 差异说明
lookback-col-evidence = 证据
lookback-col-conclusion = 结论
lookback-sheet-rows = 逐项比对
lookback-sheet-conclusion = 结论
lookback-change = { $change ->
        [same] 一致
        [mended] 已整改
        [differs] 有差异
        [worse] 变差
        [open] 未填
        [missing] 漏查
       *[extra] 多出
    }
lookback-detail = { $what ->
        [then] 当时：{ $words }
        [now] 现在：{ $words }
        [remark] 差异：{ $words }
       *[evidence] 证据：{ $words }
    }
lookback-signed = { $name }（{ $person }，{ $seat }，{ $time }{ $counts ->
        [true] {""}
       *[false] ，{ $verdict }
    }）
lookback-grade-reached = 可达 { $grade }（由第 { $rows } 行决定）
lookback-grade-open = 算不出来（第 { $rows } 行）
lookback-grade-nothing = 没有计入的行
lookback-grades = 等级：归档时为 { $grade }；当时各行{ $then }；现在{ $now }。
lookback-counts = 逐项：一致 { $same } 行，已整改 { $mended } 行，有差异 { $differs } 行，变差 { $worse } 行，未填 { $open } 行，漏查 { $missing } 行，多出 { $extra } 行。
lookback-rechecker = 复核人员 { $name }（{ $person }，{ $seats }）：{ $kind ->
        [before] 签署过原案卷（{ $before }），不应参加复核。
        [namesake] 与原案卷签署人 { $namesakes } 同名，请核对是否同一人。
       *[fresh] 没有签署过原案卷。
    }
lookback-nobody = 复核还没有人签署。
lookback-no-proposal = 尚不能提出处理建议：各行没有查全，或等级算不出来。
lookback-proposal = 建议（{ $came ->
        [held] 与原核查一致
        [differs] 有差异，等级不变
        [below] 达不到原等级
       *[unsound] 原案卷不能采信
    }）：{ $title }{ $has-actor ->
        [true] ；承办：{ $actor }
       *[false] {""}
    }。依据 { $cite }，{ $basis ->
        [text] 条文写明
       *[practice] 按通行做法
    }。
lookback-typed = 复核记录中的处理建议：{ $typed }。
lookback-answerable = 各行由谁签字负责（按有效的签署；时间为自报）：
lookback-sign-which = 对象
lookback-sign-person = 签字人
lookback-sign-seat = 席位
lookback-sign-time = 自报时间
lookback-sign-verdict = 签名
lookback-sign-rows = 负责的行
lookback-which = 对象
lookback-original = 原案卷
lookback-recheck = 复核案件
lookback-case = 编号
lookback-enterprise = 企业（卷内所载）
lookback-rules = 所依据的规则
lookback-opened = 立案时间（自报）
lookback-filed = 归档时间（自报）
lookback-digest = 卷包清单摘要
lookback-judged = 核验结论
lookback-trust = 信任文件 SHA-256
lookback-now = 比对时间
lookback-first-part = 一、结论和处理建议
lookback-second-part = 二、逐项比对
lookback-third-part = 三、发现的问题
lookback-fourth-part = 四、复核记录所载的原案卷和抽样情况
lookback-fifth-part = 五、没有核验的事项和说明
lookback-verdict-passed = ：原案卷和复核案件均有效，各行均已复核，等级没有降低。
lookback-verdict-failed = ：复核发现问题，或案卷、复核记录不符合要求，见第三部分。
lookback-verdict-indeterminate = ：现有条件不足以得出结论，见第三部分。
lookback-no-rows = 各行没有比对，原因见第三部分。
lookback-no-record = 复核记录中没有这些内容。
lookback-compared-by = 比对人（签字）
lookback-reviewed-by = 审核人（签字）
lookback-note-truth = 现场情况是否属实、差异是当时未查实还是后来发生的，由人认定，不在比对范围之内
lookback-note-person = 复核人员与企业有无利益关系，本报告没有查
lookback-note-decision = 处理建议由规则推出，不是决定；是否降级由有权机关按程序决定
lookback-note-again = 本报告由程序依据两份案卷推算得出，自身没有签名；任何人用同样的案卷和信任文件可以重做一遍

cmd-lookback-compare = 把复核案件与原案卷并列比对，提出处理建议
    .more = 例：juanzong lookback compare TS-130283-2026Q2-0001.zip 复核/示例水泥 --trust trust.json --report 比对.pdf。逐行列出当时和现在的情况、等级、签字人；漏查、多出、改写的行，签署过原案卷的复核人员，都会指出。复核还没签完时也可以先看。
    .original = 原案卷的卷包，或解压后的文件夹
    .recheck = 复核案件文件夹，或它的卷包
    .trust = 信任文件，应经可靠途径另行取得
    .report = 把比对结果写成 .pdf、.xlsx 或 .json，可以写多个
cli-lookback-report = 已写出比对报告：{ $path }
