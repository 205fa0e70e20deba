# 命令行：帮助、提问、用法错误

# ── 帮助页的固定用语 ──
cli-usage = 用法：
cli-colon = ：
cli-commands = 命令
cli-arguments = 参数
cli-options = 选项
cli-everywhere = 通用选项
cli-command-word = 命令
cli-options-word = 选项
cli-choices = （可选：{ $choices }）
cli-default = （默认：{ $value }）
cli-exits = 退出码：0 完成或通过；1 已核查，不通过；2 无法执行（用法、文件、设置）；3 已核查，无法确定。

# ── 各命令 ──
cmd-juanzong = 重污染天气重点行业绩效分级卷宗：组卷、签署、封卷、打包、核验
    .more = 在案件文件夹里单独输入 juanzong，可以看到案件进度和下一步该用的命令。各命令的说明：juanzong 命令 --help
    .lang = 界面语言
    .quiet = 除错误外不显示任何说明
    .no_progress = 不显示进度条
    .format = 结果的输出形式：text 供人阅读，json 供程序读取
    .yes = 所有提问一律按“是”处理，供脚本使用
    .now = 以此作为当前时间，写作 2026-03-06T09:30:00+08:00 或 2026-03-06（测试、补录纸质手续时使用）
    .font_dir = 优先使用此文件夹中的字体
    .profiles = 优先使用此文件夹中的规则：<规则>.toml、forms/、calendar/<年>.toml
    .help = 显示帮助
    .version = 显示版本
    .passphrase_file = 口令文件，第一行为口令；不写则在终端输入
    .new_passphrase_file = 新口令文件，第一行为新口令；不写则在终端输入
cmd-completions = 输出命令行自动补全脚本
    .more = 例：juanzong completions bash > ~/.local/share/bash-completion/completions/juanzong
    .shell = 所用的命令行外壳
cmd-man = 生成手册页
    .more = 每个命令一页，可用 man -l 查看。
    .dir = 存放手册页的文件夹

# ── 手册页 ──
man-name = 名称
man-synopsis = 用法
man-description = 说明
man-exits = 退出码
man-version = 版本
man-authors = 作者
man-written = 已写入 { $count } 页手册：{ $path }

# ── 提问 ──
cli-yes-or-no = （是请输入 y，否请直接回车）{ " " }
cli-replace = { $path } 已经存在，内容不同。要替换吗？
cli-passphrase = 请输入密钥 { $key } 的口令（输入时不显示）：
cli-passphrase-new = 请为密钥 { $key } 设定口令（输入时不显示）：
cli-passphrase-again = 请再输入一次：
cli-passphrase-open = 提醒：其他用户也能读取口令文件 { $path }，请收紧它的权限（chmod 600）。

# ── 进度条 ──
step-verify = 正在核验
step-pack = 正在打包
step-evidence = 正在查看材料
step-documents = 正在生成文书
step-raster = 正在把页面画成图片
step-volume = 正在装订案卷

# ── 无法执行 ──
err-cli-interrupted = 已按您的要求停止
    .hint = 未写完的文件已经删除；需要时重新执行同一命令即可。
err-cli-output = 结果没能输出：{ $cause }
    .hint = 请检查输出所在的磁盘是否已满。
err-cli-no-answer = 有问题需要回答，但这里没有终端
    .hint = 如果确定，请加上 --yes 再执行一次。
err-cli-no-terminal = 需要输入口令，但这里没有终端（{ $cause }）
    .hint = 请在终端里执行，或用 --passphrase-file 指定口令文件。
err-cli-passphrase-differs = 两次输入的口令不一样
    .hint = 请重新执行命令；什么都没有写入。
err-cli-passphrase-short = 口令太短，至少要 { $least } 个字符
    .hint = 建议用几个不相干的词连在一起，便于记住又不易猜到。
err-cli-passphrase-file = 口令文件 { $path } 的第一行是空的，或不是 UTF-8 文本
    .hint = 请把口令写在文件的第一行，保存为 UTF-8。
err-cli-entropy = 系统没能提供随机数：{ $cause }
    .hint = 请重新启动计算机后再试；没有可靠的随机数就不能生成密钥。
err-cli-clock = 这台计算机的时钟不可用
    .hint = 请校准时钟，或用 --now 指明时间。
err-cli-kept = 保留了原来的 { $path }，没有写入新的
    .hint = 请换一个位置，或先把原来的移走。

# ── 用法错误 ──
usage-meant = 您要写的是不是 { $meant }？
usage-unknown-command = 没有 { $arg } 这个命令
    .hint = 全部命令见 juanzong --help。
usage-unknown-argument = 这里不能用 { $arg }
    .hint = 可用的参数和选项见该命令的 --help。
usage-value-missing = { $arg } 后面缺少内容
    .hint = 请在它后面写上内容，两者之间空一格。
usage-value-invalid = { $arg } 后面的 { $value } 写法不对
    .hint = 正确的写法见该命令的 --help。
usage-value-not-offered = { $arg } 后面不能写 { $value }
    .hint = 可以写的有：{ $choices }。
usage-value-count = { $arg } 后面内容的个数不对
    .hint = 正确的写法见该命令的 --help。
usage-twice = { $arg } 写了不止一次
    .hint = 请只保留一个。
usage-conflict = { $arg } 不能与 { $other } 同时使用
    .hint = 请去掉其中一个。
usage-missing = 缺少：{ $arg }
    .hint = 请按下面的用法补上；尖括号里的内容换成您自己的，不写尖括号。
usage-command-missing = 还要写明做什么
    .hint = 可用的命令见 --help。
usage-encoding = 有一个参数不是有效的文字
    .hint = 请检查文件名是否乱码。
usage-wrong = 命令写法不对
    .hint = 正确的写法见 --help。

err-cli-case-folder = { $path } 是案件文件夹，不是卷包
    .hint = 案件办理中请用 juanzong check 检查材料、用 juanzong show 查看签署；备案封签后用 juanzong pack 打成卷包，再核验卷包。
err-cli-word = “{ $value }”写法不对，应为：{ $expected ->
        [root] 编号,姓名,单位,公钥文件（用逗号隔开）；名册里已有的人可以只写 编号,公钥文件
        [key-id] 密钥编号，至少写前 8 位，并且只对得上一把密钥
        [use] review、seal 或 register
        [name-and-org] --name 和 --org 同时写，或都不写
        [division] 6 位行政区划代码
        [audit-file] 以 .pdf、.xlsx 或 .json 结尾的文件名
        [list-file] 以 .xlsx、.pdf 或 .docx 结尾的文件名
        [paper-file] 以 .pdf、.docx 或 .toml 结尾的文件名
        [pdf-file] 以 .pdf 结尾的文件名
        [who-file] 以 .pdf 或 .json 结尾的文件名
        [natures-file] 以 .pdf、.xlsx 或 .json 结尾的文件名
        [round] 批次，例如 2026Q2
        [case-id] 案件编号，例如 TS-130283-2026Q2-0007
        [opinion] agree、disagree 或 abstain
        [one-case] 一个案件文件夹
        [seat] 本规则中的席位编号
        [stage] 本规则中的环节编号
        [stage-elsewhere] 中间的环节；立案和最后的归档封签只能在案件所在的电脑上办理
        [slot] 本规则中有文书样式的材料项编号，例如 app.commit；编号就是 evidence 里各文件夹的名称
       *[person] 人员编号，例如 p-0003
    }
    .hint = 请改正后再执行一次；--help 有例子。

# ── 建立与检查案件 ──
cmd-new = 建立案件文件夹
    .more = 例：juanzong new 案件/示例水泥一厂区 --profile tangshan-2025 --grade C --division 130283 --round 2026Q2 --enterprise 示例水泥制品有限公司
    .dir = 新案件文件夹的路径（还不存在）
    .profile = 适用规则
    .grade = 申报等级
    .division = 厂区所在地行政区划代码，6 位
    .round = 评级批次，例如 2026Q2
    .id = 指定案件编号；不写则在同级文件夹中取下一个空号
    .enterprise = 企业名称
    .code = 统一社会信用代码
    .plant = 厂区名称
    .branch = 承办分局名称
    .applied = 申请日期，例如 2026-03-02
    .indicators = 指标表，可以写几个，用逗号隔开：自评表、现场核查表等按它逐行列好，并随案件保存
cmd-check = 检查案件：缺什么、哪里填错了
    .more = 逐项列出文件、行号和原因；没有问题时退出码为 0。
    .case = 案件文件夹
    .at = 以哪一天为准，例如 2026-05-20；不写则为今天
    .notice = 生成一次性补正告知书，可以写几次：.pdf、.docx，或可继续填写的 .toml
cmd-intake = 收件：检查收到的文件，复制进案件，登记
    .more = 文件、文件夹、ZIP 压缩包都可以，压缩包自动解开，原件逐字节保存。不写 --slot 时，按文件所在文件夹的名称（材料项编号或名称）归入材料项。不写文件时，只检查案件中已有的佐证材料。不合格的不收，退出码为 1。例：juanzong intake 案件 材料.zip --slot app.evid
    .case = 案件文件夹
    .files = 文件、文件夹或 ZIP 压缩包
    .slot = 材料项编号；写了就全部收入这一项
cli-intake-done = 收入 { $filed } 个文件；以前已收、没有变化 { $known } 个；未收 { $refused } 个。
cli-col-slot = 材料项
cli-col-kind = 格式
cli-col-producer = 制作软件
cmd-form = 文书样式：列出、取空白表
    .more = 选填的文书在建立案件时不生成，需要时用 form skeleton 取空白表。
cmd-form-list = 列出全部文书样式
    .more = 样式是数据文件，见 templates/forms。
cmd-form-skeleton = 为某个材料项生成空白表
    .more = 例：juanzong form skeleton 案件/示例水泥一厂区 app.commit
    .case = 案件文件夹
    .slot = 材料项编号
cli-new-made = 案件 { $case } 已建立：{ $dir }。请用记事本填写下面的文件：
cli-new-next = 佐证材料放进 { $dir }/evidence 下对应的文件夹；填完后执行：juanzong check { $typed }
cli-skeleton-made = 空白表已写入 { $path }
cli-not-made = 尚未生成
cli-col-form = 样式
cli-col-title = 名称
cli-col-cite = 依据
err-cli-choice = { $what ->
        [grade] 没有“{ $value }”这个等级；本规则的等级：{ $known }
        [profile] { $value } 里有几部规则的案件：{ $known }
        [sample] 没有“{ $value }”这条抽样规定；本规则的抽样规定：{ $known }
        [form] “{ $value }”不能用作抽样记录；文书样式有：{ $known }
        [division] { $value } 不在本规则的适用范围内；适用的行政区划：{ $known }
        [seat] 没有“{ $value }”这个席位；本规则的席位：{ $known }
        [slot] 没有“{ $value }”这个材料项；本案的材料项：{ $known }
       *[stage] 没有“{ $value }”这个环节；本规则的环节：{ $known }
    }
    .hint = { $what ->
        [grade] 请在 --grade 后面写本规则中的等级。
        [profile] 请用 --profile 指定其中一部。
        [division] 请核对厂区所在地的行政区划代码和 --profile；末尾的 00 表示包括下辖各县（市、区）。
        [sample] 编号见 juanzong profile show 和规则文件的 [[sample]]。
        [form] 样式见 juanzong form list；要有抽中名单的表格。
        [slot] 编号就是 evidence 里各文件夹的名称；材料项的名称见规则文件 rules/profile.toml。
       *[other] 请从中选一个；单独输入 juanzong 可以看到现在该谁签署。
    }

# ── 组卷、签署、封签、打包 ──
cmd-build = 生成文书、目录和案卷
    .more = 生成的文件在案件文件夹的 out 里；没有变化的不重新生成，签署过的文件绝不改动。
    .case = 案件文件夹
cli-not-built = 没有生成，out 里的文件没有改动；原因如下：
cli-built = 已生成到 { $path }
cmd-seal = 封签：立案、结束一个环节、备案
    .more = --stage open 为立案；最后一个环节为备案封签，会先补齐审核签署一览和案卷。
    .case = 案件文件夹
    .stage = 环节编号，或 open
    .key = 封签人的密钥文件
    .keyring = 密钥名册文件夹
    .return_to = 退回到较早的环节，而不是结束本环节
    .request = 不封签，而是生成给 --person 的封签请求文件，写到这里
    .person = 请求由谁封签，例如 p-0003
    .response = 对案件文件夹：导入这份回件；对请求文件：回件写到这里
cmd-pack = 打包：把已备案封签的案件做成一个卷包
    .more = 不需要密钥；文件与备案封签不一致时不打包，并列出不一致的文件。
    .case = 案件文件夹
    .out = 卷包的存放位置（.zip）
cli-packed = 卷包已写入 { $path }，共 { $files } 个文件。下面一行是卷包的 SHA-256，可印在交接单上。
cli-col-file = 文件
cli-col-pages = 页数
cli-col-size = 字节
cli-col-digest = SHA-256（前 16 位）
cli-seal-summary = 您将以 { $person } { $name } 的名义对“{ $stage }”加封签，共 { $files } 个文件，时间 { $time }。
cli-status-case = 案件 { $case }：{ $enterprise }（{ $plant }），{ $kind ->
        [lookback] 复核原评的
       *[case] 申报
    } { $grade } 级。
cli-status-stage = 当前环节：{ $stage }。
cli-status-seat = { $state ->
        [done] 　✓ { $seat }：已签署 { $heard }
        [partly] 　□ { $seat }：已签署 { $heard }，还差 { $missing }
        [roster] 　□ { $seat }：还没有签署名单
       *[open] 　□ { $seat }：尚无人签署
    }
cli-heard = { $person }（{ $opinion }）
cli-status-gaps = 材料还有 { $count } 处问题，用 juanzong check { $dir } 查看。
cli-status-next = 下一步：{ $act ->
        [open] 填好 case.toml 后立案：juanzong seal { $dir } --stage open --key 密钥.pem --keyring 名册
        [build] 生成文书：juanzong build { $dir }
        [roster] 由 { $seat } 席位签署名单：juanzong sign { $dir } --roster { $stage } --key 密钥.pem --keyring 名册
        [review] 由 { $seat } 席位签署意见：juanzong sign { $dir } --seat { $seat } --opinion agree --key 密钥.pem --keyring 名册
        [seal] 由 { $seat } 席位封签：juanzong seal { $dir } --stage { $stage } --key 密钥.pem --keyring 名册
        [pack] 打包：juanzong pack { $dir } --out { $case }.zip
       *[repair] 签署记录有问题，请从备份恢复 seals 和 reviews 文件夹；用 juanzong show { $dir } 查看详情。
    }
err-cli-seat-needed = 没有写席位，而您在当前环节的席位不止一个，或者没有席位
    .hint = 请用 --seat 写明席位编号；单独输入 juanzong 可以看到当前环节的席位。

# ── 核验、查看、演示 ──
cmd-verify = 核验卷包：是否完整、谁签了字、是否有效
    .more = 例：juanzong verify TS-130283-2026Q2-0007.zip --trust trust.json。不给 --trust 时，签名人的身份无从确认，结论为“无法确定”。
    .target = 卷包（.zip），或解压后的文件夹
    .trust = 信任文件，应经可靠途径另行取得，不要用随卷包一起送来的
    .at = 按当时所知核验：此时之后签发的名册不算，写作 2026-03-06T09:30:00+08:00 或 2026-03-06
    .also = 一并比对的其他来源：签署人的留存件、案件文件夹、另一份卷包，可以写多个
    .report = 把核验结果写成可以打印存档的 PDF
    .bag_only = 只核对载体和卷包结构，不看签名
cli-verify-report = 已写出核验报告：{ $path }
cmd-show = 查看案件或卷包里有什么
    .more = 只列出内容，不作结论；要结论请用 verify。
    .target = 案件文件夹或卷包
cmd-demo = 演示：用随附的虚构案件走完全程
    .more = 建立案件、制作密钥、生成文书、逐席签署、封签、打包、核验，全部在一个新文件夹里完成。
    .out = 存放演示结果的新文件夹
    .keys = 沿用以前演示的密钥文件夹，可得到逐字节相同的卷包
    .example = 另一个示例：带有签署次序 demo.toml 的案件文件夹；不写则用自带示例
cli-opinion = { $opinion ->
        [agree] 同意
        [disagree] 不同意
        [abstain] 弃权
        [withdraw] 撤回
        [open] 立案
        [roster] 名单
       *[seal] 封签
    }
cli-show-not-checked = 以上只列出内容。{ $kind ->
        [case] 缺什么、哪里填错了，请执行：juanzong check { $path }
       *[package] 要知道是否完整、签名是否有效，请执行：juanzong verify { $path } --trust 信任文件
    }
cli-demo-case = 已铺开示例案件：{ $path }
cli-demo-ring = 已制作密钥和密钥名册：{ $path }
cli-demo-built = 已生成文书、目录和案卷：{ $path }
cli-demo-signed = 已完成全部审核签署和封签：{ $path }
cli-demo-packed = 已打成卷包：{ $path }
cli-demo-end = 演示完成。可以看看：
    　案卷：{ $volume }
    　卷包：{ $package }
    　SHA-256：{ $digest }
    　接下来可以自己核验：juanzong verify { $target } --trust { $trust }
    　案件文件夹：{ $case }
checked-acts = { $count } 项操作
err-cli-nothing = { $path } 既不是案件文件夹，也不是解压后的卷包
    .hint = 案件文件夹里有 case.toml，卷包文件夹里有 bagit.txt；请检查路径。
cli-open-again = 注意：这个案件已经立案。再立一次案，以前的签署和封签全部作废，各环节要从头签署。只有基本事实或规则改动以后才需要这样做。

# ── 时限、依据与理解 ──
cli-profile-status = { $status ->
    [draft] 注意：《{ $title }》是征求意见稿，未正式印发，结果仅供参考。
   *[historic] 注意：《{ $title }》适用期已过，只用于当时的案件。
}
cli-articles = 依据中的“{ $short }”指《{ $title }》的条文。
cli-timetable = 时限（截至 { $day }）：
cli-timetable-how = 怎样算的：
cli-col-what = 事项
cli-col-actor = 承办
cli-col-due = 最后一天
cli-col-standing = 状态
cli-deadline-state = { $state ->
    [met] { $met } 已完成
    [met-late] { $met } 完成，迟 { $days } 天
    [open] 还有 { $days } 天
    [overdue] 已逾期 { $days } 天
    [duty] 整批事项，本案未登记
   *[unknown] 还不能算
}
cli-deadline-otherwise = 按另一种理解（工作日／自然日互换）为 { $day }
cli-responsibilities = 责任：
cli-responsibility = { $title }（{ $cite }）
cli-readings = 条文未写明之处的理解（可在 case.toml 的 [settings] 里改）：
cli-reading = { $title }（{ $cite }）{ $own ->
    [yes] 本案取：
   *[no] 取：
}{ $reading }。{ $note }

# ── 规则 ──
cmd-profile = 规则：列出、讲解、比较、检查各地实施办法
    .more = 例：juanzong profile show tangshan-2025 --grade C；juanzong profile compare tangshan-2025 urumqi-2025
cmd-profile-list = 列出全部规则
    .more = 各地实施办法的编号、状态、适用期和等级。
cmd-profile-show = 讲解一部规则：谁、按什么次序、何时之前、交什么材料
    .more = 席位后带 * 的是条文写明要签字的。
    .id = 规则编号
    .grade = 只讲这一等级
cmd-profile-check = 检查一个规则文件：写法、自相矛盾之处、与文书样式是否相配
    .more = 自己编写规则时用；文件放进 --profiles 指定的文件夹即可使用。
    .profile = 规则编号或文件
cmd-profile-compare = 两部规则有何不同
    .more = 只列出不同之处；条文没有规定的写“未规定”。
    .one = 一部
    .other = 另一部
cli-col-profile = 规则
cli-col-status = 状态
cli-col-valid = 适用期
cli-col-grades = 等级
cli-profile-word = { $status ->
    [in-force] 现行
    [historic] 已过适用期
   *[draft] 征求意见稿
}
cli-profile-alike = 两部规则没有不同。
cli-profile-silent = 未规定
cli-round-kind = { $kind ->
    [quarter] 每季度
    [month] 每月
   *[year] 随时
}
cli-time-kind = { $kind ->
    [quarter] 季度日期
    [date] 固定日期
    [month] 每月日期
    [working] 工作日
    [calendar] 自然日
   *[set] 逐案确定
}
cli-aspect-way = 程序：
cli-aspect-papers = 必备材料：
cli-aspect = { $aspect ->
    [status] 状态
    [valid] 适用期
    [grades] 等级
    [cycle] 周期
    [time] 时限种类
    [bars] 禁报与最低等级
    [weighs] 其他后果
    [samples] 核查比例
    [application] 申报
    [grading] 评定
    [site] 现场
    [experts] 专家
    [downgrade] 降级
    [audit] 复核抽查
    [publicity] 公示公开
    [responsibility] 责任
    [discipline] 纪律
    [incentive] 激励与管控
    [settings] 未写明之处的理解
   *[other] 其他
}
cli-show-profile = 《{ $title }》
    印发：{ $issuer }{ $number ->
    [none] {""}
   *[other] ，{ $number }
}；{ $status }；适用期 { $valid }
    周期：{ $round }
cli-show-ladder = 等级：{ $title }（{ $grades }）
cli-show-way = 【{ $grades }】
cli-show-stage = { $n }. { $title } — { $actor }（{ $cite }）
cli-show-papers = 材料：{ $list }
cli-show-seat-with = { $title }（有“{ $paper }”时）
cli-show-seats = 签署：{ $list }
cli-show-due = 时限：{ $list }
cli-show-paper = { $title }{ $need ->
    [required] {""}
    [warn] （缺时提醒）
   *[conditional] （有条件）
}{ $basis ->
    [text] {""}
   *[practice] °
}
cli-show-deadline = { $title }{ $conditional ->
    [yes] （有条件）
   *[no] {""}
}：{ $rule }（{ $cite }）
cli-show-traits = 企业情况（在 case.toml 的 [traits] 逐项写明 true 或 false；有条件的材料和时限由此而定）：
cli-show-trait = { $title }（{ $cite }）{ $yes ->
    [none] {""}
   *[other] ；是的：{ $yes }
}{ $no ->
    [none] {""}
   *[other] ；不是的：{ $no }
}
cli-show-duties = 整批事项（每批一次，不属于哪一个案件）：
cli-show-duty = { $actor }：{ $deadline }
cli-show-entry = { $title }（{ $cite }）
cli-show-bars = 资格与后果：
cli-show-samples = 核查比例：
cli-show-gates = 必须满足：
cli-show-rules = 其他规定：
cli-show-settings = 条文未写明之处（可在 case.toml 的 [settings] 里改）：
cli-show-legend = 材料后带 ° 的条文未写明，按通行做法设定；席位后带 * 的条文写明要签字。

# ── 许多案件 ──
cmd-list = 汇总一批案件的名单：XLSX、PDF、DOCX
    .more = 例：juanzong list 2026年二季度 --kind upgrade --out 提请升级企业名单.xlsx --out 提请升级企业名单.pdf
    .folder = 存放案件的文件夹
    .kind = 规则中的名单：upgrade 为提请升级企业名单，grades 为绩效分级清单
    .profile = 规则编号；文件夹里有几部规则的案件时写明
    .round = 只列这一批次
    .out = 要生成的文件，可以写几次：.xlsx、.pdf、.docx
    .at = 以哪一天为准；不写则为今天
cmd-calendar = 全部案件接下来的时限，也可导入日历
    .more = 例：juanzong calendar 案件 --days 30 --ics 时限.ics
    .folder = 存放案件的文件夹
    .ics = 同时生成日历文件（手机、电脑的日历都能导入）
    .at = 以哪一天为准；不写则为今天
    .days = 只看今后多少天以内到期的；已逾期的总会列出
cli-calendar-name = 绩效分级时限
cli-calendar-made = 已生成日历文件 { $path }，{ $count } 项
cli-calendar-empty = 没有未完成的时限。
cli-list-made = 已生成 { $path }，{ $count } 家
cli-case-unreadable = 这个案件读不了，没有列入：{ $path }
step-cases = 读取案件
err-cli-no-cases = { $path } 里没有案件
    .hint = 请指定存放案件文件夹的上一级文件夹；案件文件夹里有 case.toml。
err-cli-nothing-listed = 没有案件列入“{ $kind }”这份名单
    .hint = 名单种类见 juanzong profile show；也请核对 --round、--profile 和案件的进度。

# ── 抽样 ──
cmd-draw = 抽样：名单先冻结，数值后产生，谁都能重抽，谁也操控不了
    .more = 三步：freeze 冻结并签署名单；约定的公开数值产生以后用 draw 抽取；任何人可用 check 重抽核对。算法和手工重抽的办法见 docs/draw.md。
cmd-draw-freeze = 冻结并签署名单（要在公开数值产生之前）
    .more = 例：juanzong draw freeze 案件 --sample s.30 --round 2026 --source 2026年5月14日福利彩票双色球开奖号码 --value-on 2026-05-14 --example "01 02 03 04 05 06 07" --out 名单.json --key 我的.pem --keyring 名册。密钥的用途须有 register。冻结后请马上把打印出来的摘要交给见证人。
    .folder = 存放案件的文件夹
    .entries = 不抽案件时：名单文件，每行一项，写“编号、层、名称”，用制表符隔开
    .sample = 规则中的抽样规定，例如 s.30；比例和条文由它而来
    .profile = 规则编号；文件夹里有几部规则的案件时写明
    .round = 只列这一批次
    .rate = 每层抽取的比例，例如 30%；向上取整，至少一项
    .count = 每层抽取的项数，代替比例
    .by = 按什么分层
    .purpose = 抽样事由；不写则用抽样规定的名称
    .source = 由哪个公开数值决定，写到不会认错为止
    .value_on = 公开数值产生的日期，须晚于今天
    .example = 同一种数值的一个例子；抽样时的写法（空格、前导零）要和它一样
    .out = 名单的存放位置（.json），签名放在旁边（.json.sig）
    .key = 冻结名单的人的密钥文件
    .keyring = 密钥名册文件夹
cmd-draw-draw = 抽取：公开数值产生以后
    .more = 例：juanzong draw draw 名单.json --value "03 08 11 17 22 30 05" --out 抽样.json --paper 抽样记录.pdf --key 我的.pem --keyring 名册。用 --seed 代替 --value 是演练，结果可操控，不得作正式抽样。
    .list = 冻结的名单
    .value = 公开数值
    .seed = 自己指定的种子：只作演练
    .out = 抽样结果的存放位置（.json），签名放在旁边（.json.sig）
    .paper = 抽样记录，可以写几次：.pdf、.docx，或供归卷填写的 .toml
    .form = 抽样记录的文书样式；抽样规定里没有写明时指定
    .key = 抽样人的密钥文件
    .keyring = 密钥名册文件夹
cmd-draw-check = 核对：按名单和公开数值重抽一遍，说明哪里不同
    .more = 例：juanzong draw check 名单.json 抽样.json --trust trust.json。只给名单时，只核对名单。
    .list = 冻结的名单
    .record = 抽样结果
    .trust = 所信任的名册（trust.json），从可靠渠道取得
cli-draw-freeze-summary = 您将以 { $person } 的名义冻结名单，共 { $count } 项；由 { $day } 产生的“{ $source }”决定，写法如“{ $example }”。
cli-draw-frozen = 名单已冻结：{ $path }。下面一行是名单的摘要，请在 { $day } 之前交给见证人或公布。
cli-draw-spelling-ask = 公开数值“{ $value }”的写法与名单的示例不同。见证人认可这个写法吗？
cli-draw-made = 抽样结果已写入 { $path }，请见证人核对。
cli-paper-made = 已生成 { $path }
cli-notice-nothing = 没有要申报企业补正的内容，没有生成告知书。
cli-notice-unstated = 发出之前请注意：以下情况还没有在 case.toml 的 [traits] 里写明，要不要相应的材料因此没有判断，告知书可能不全：{ $traits }
cli-notice-made = 告知书列出 { $count } 项需要补正的内容；请填好期限、审查人和送达情况后印发。
cli-draw-rehearsal = 本次为演练：种子由人指定，可操控，不得作正式抽样。
cli-draw-head = 名单摘要 { $list }
    公开数值 { $value }
    随机种子 { $seed }
cli-draw-whole = （不分层）
cli-draw-missed-head = 漏检的可能（坏项全部没有被抽中，按最坏的分布计算）：
cli-draw-missed = 若有 { $damaged } 项有问题：{ $chance }%
cli-col-stratum = 层
cli-col-of = 项数
cli-col-take = 抽取
cli-col-place = 名单序号
cli-col-enterprise = 企业
unchecked-draw-rules = 没有这份名单所依据的规则，没有核对抽取的比例
err-cli-nothing-drawn = { $path } 里没有可抽的对象
    .hint = 请核对 --sample、--round、--profile 和案件的申报等级。
err-cli-unread = { $path } 读不了，名单不能缺少它
    .hint = 请先修好或移走这个案件，再冻结名单。
err-cli-notice-none = 规则“{ $profile }”没有写明 { $grade } 级的补正告知书用什么文书
    .hint = 请在规则文件里补上 [[notice]]。
cmd-people = 跨卷查人：谁在哪些卷宗里签了什么
    .more = 逐人列出各卷宗里的席位、意见、时间和同卷签署人，并标出值得留意之处：早于环节开始、签得过快、两卷之间间隔过短、一人多席。时间均为自报；留意不等于有问题。
    .packages = 卷包，或存放卷包的文件夹
    .trust = 从卷包以外取得的信任文件
    .quick = 环节开始后不到这么多秒就签的意见，标为留意
    .apart = 同一人在两份卷宗的意见间隔不到这么多秒，标为留意
    .odd = 只列出值得留意的
    .out = 要写的文件：.pdf、.xlsx、.json，可给多个
cmd-who = 查责任：核查表的某一行由谁负责
    .more = 列出这一行的内容，以及在签署时写明对这一行负责的每个人、其意见和结论。
    .package = 卷包，或解压后的文件夹
    .row = 行号，例如 12
    .trust = 从卷包以外取得的信任文件
    .out = 要写的文件：.pdf、.json，可给多个
cli-people-none = { $path }：读不出任何签署，请用 verify 查看原因。
cli-people-unread = { $path }：无法读取。
cli-people-done = 已读卷包 { $read } 份，未能读出 { $unread } 份，签署人 { $people } 名。{ $trusted ->
        [true] {""}
       *[false] 没有给出 --trust，签名是否真属其人未作判断。
    }
cli-who-verdict = 整份卷包的结论：{ $verdict }；详情请用 verify 查看。
err-cli-no-packages = { $path } 里没有卷包
    .hint = 卷包是 .zip 文件，或解压后含 bagit.txt 的文件夹；请检查路径。
err-cli-no-row = { $path } 里没有要人逐行负责的第 { $row } 行
    .hint = 行号是核查表里的序号；用 juanzong show 可以看到各人负责哪些行。

cmd-natures = 四性检测：真实、完整、可用、安全逐项核对
    .more = 按 DA/T 70—2018 归档环节的项目逐项检测一份或多份卷包；没有查过的一律记为“待人工”。多份时屏幕和 PDF 只列汇总和不通过的项目，逐项结果见 .xlsx 或 .json。
    .packages = 卷包，或存放卷包的文件夹
    .trust = 从卷包以外取得的信任文件；没有它，与签名有关的项目记为“待人工”
    .also = 另外的来源：别的卷包、案件或留存件文件夹，用来比对信息包是否一致；可给多个
    .out = 要写的文件：.pdf、.xlsx、.json，可给多个
cli-natures-unread = { $path }：无法读取，没有检测。
cli-natures-made = 已写 { $path }。
