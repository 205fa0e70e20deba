# 审计：成批核验、登记簿、进度

checked-packages = { $count } 个卷包
checked-package-octets = 卷包共 { $count } 字节

unchecked-audit-budget = 本轮尚未读完，没有读到的卷包未核验
unchecked-audit-sample = 按抽样核验，没有抽中的卷包未核验
unchecked-audit-no-register = 没有登记簿，不能发现被整包换成另一份有效卷包、或从未登记的卷包
unchecked-audit-register-broken = 登记簿不可信，没有用它比对
unchecked-audit-across = 没有比对同一案件的不同卷包
unchecked-package-sm3 = 按要求没有核对 SM3 清单

# What is wrong with a package, in words.
audit-damage = { $kind ->
        [package-truncated] 文件被截断，不完整
        [package-not-a-zip] 不是卷包，或开头已经损坏
        [package-not-canonical] 打包的写法被改动过
        [package-crc-mismatch] 卷内文件的校验值不符，已经损坏
        [package-payload-mismatch] 卷内文件的内容与清单不符，被改动或损坏
        [package-payload-missing] 卷内缺少清单所列的文件
        [package-unlisted-file] 卷内多出清单没有列的文件
        [package-tag-mismatch] 签署、封签或说明文件的内容与清单不符
        [package-tag-missing] 缺少必有的说明文件或清单
        [package-determined-differs] 由程序生成的固定文件被改动
        [package-filing-seal-missing] 没有归档封签
        [package-unsealed-file] 有文件没有被归档封签涵盖
        [keyring-fork] 卷内名册与所信任的名册不是一套
        [audit-duplicate] 与另一份卷包是同一份
        [archive-two-packages] 同一案件另有一份不同的卷包
       *[other] 签署、封签或内容经不起核验
    }
code-audit-changed = 卷包受损或不符：{ audit-damage }（{ $why }）
    .hint = 请用其他来源（备份、报送单位留存件）的同一卷包替换；逐项情况见 juanzong verify。
code-audit-swapped = 卷包本身完整，却不是{ $source ->
        [register] 登记簿登记
       *[state] 上次审计时
    }的那一份：原为 { $case }（{ $filed } 归档，{ $bag }），现为 { $found-case }（{ $found-filed } 归档，{ $found-bag }）；{ $source ->
        [register] 登记于
       *[state] 上次读于
    } { $since }
    .hint = 卷包被整包替换过。请查明何时由谁替换，并从备份恢复原来的一份。
code-audit-missing = { $source ->
        [register] 登记簿里有这个卷包（{ $case }，{ $since }）
        [list] 抽中了这个卷包
       *[state] 上次审计时有这个卷包（{ $case }，{ $since }）
    }，现在没有{ $unread ->
        [0] {""}
       *[other] ；另有 { $unread } 个未登记的卷包还没有读，其中可能有它
    }
    .hint = 请从备份或报送单位恢复；确系依规移出或销毁的，请留存批准文件。
code-audit-stranger = 卷包完整，但没有登记（{ $case }，{ $filed } 归档）
    .hint = 新收到的卷包请先登记：juanzong register；来历不明的，请移出并查明。
code-audit-back-dated = 卷包完整，自称 { $filed } 归档（{ $case }），却没有登记；登记簿最后一次登记是 { $last }
    .hint = 早于登记簿末次登记的卷包本应已经登记。时间可能是倒签的，请与签署人留存件比对：juanzong verify --also。
code-audit-duplicate = 与 { $other } 是同一份卷包，重复存放
    .hint = 请保留登记位置上的一份，移走多余的。
code-audit-moved = 卷包原在 { $from }，现在放到了这里
    .hint = 内容完整。请放回原处，或按规定办理移动手续后重新登记。
code-audit-unreadable = 无法读取：{ $why }
    .hint = 读不出来不等于受损。请检查磁盘、网络或权限后再审计；磁盘有坏道的，请尽快用备份替换。
code-audit-special-file = 这是链接或设备，没有读取
    .hint = 请放入卷包本身；审计不跟随链接。
code-audit-undecided = { $count } 个卷包内容完整，但不能作出结论（{ $code }）
    .hint = { $id ->
        [keyring-untrusted] 请用 --trust 给出信任文件；只查内容是否完好的，可用 --bag-only。
       *[other] 请用 juanzong verify 单独核验其中一个，查看原因。
    }
code-audit-other-files = 文件夹里有 { $count } 个文件不是卷包，没有核验：{ $names }
    .hint = 与卷包无关的文件建议移到别处。
code-audit-register-broken = 登记簿不可信：{ $flaw ->
        [stranger] 有不属于登记簿的文件
        [gap] 缺少这一条
        [syntax] 内容不合规定的唯一写法，被改动或损坏
        [number] 编号与文件名不符
        [chain] 没有接上前一条，被改动、抽换或抽走过
        [time] 时间早于前一条
        [signature] 签名缺失或无效，内容被改动过
        [key] 签名的密钥不在名册里
        [holder] 签名的密钥不是所写的人持有
        [use] 签名的密钥不得用于登记
        [standing] 登记时签名的密钥无效
       *[ring] 所依据的名册与信任的名册不同
    }
    .hint = { $flaw ->
        [stranger] 本次没有采用登记簿。请先看 --register 写的是不是登记簿文件夹（一般是收件文件夹里的“登记簿”）；写对了的，请把不属于它的文件移走并查明来历。
       *[other] 本次没有采用登记簿。请从备份恢复登记簿，并查明原因。
    }
code-audit-register-cut = 登记簿里曾有第 { $number } 条（{ $digest }），现在没有；现有 { $has } 条
    .hint = 登记簿末尾被删去或整本被换过。请从备份恢复。
code-audit-not-registered = 没有登记：{ audit-damage }（{ $why }）
    .hint = 不通过核验或与登记簿冲突的卷包不予登记。请退回报送单位。

err-audit-no-folder = 没有这个文件夹：{ $path }
    .hint = 请写存放卷包的文件夹。
err-audit-state = 进度文件不能用：{ $path } 第 { $line } 行，{ $flaw ->
        [cut] 文件不完整
        [digest] 内容与摘要不符，被改动或损坏
        [schema] 不是进度文件，或是其他版本写的
        [order] 次序不对
       *[syntax] 写法不对
    }
    .hint = 为免把没查过的当作查过，不采用这个文件。请换回备份，或删去它从头审计。
err-audit-state-elsewhere = 进度文件 { $path } 是另一个文件夹的：{ $folder }
    .hint = 每个文件夹各用一个进度文件。卷包整体搬家的，请另起一个进度文件。
err-audit-interrupted = 已按要求停止：到期 { $due } 个卷包，本次读了 { $read } 个
    .hint = 用了 --state 的，进度已保存，再运行一次即可接着做。
err-audit-register = 登记簿不能续记：{ $path }
    .hint = 请先运行 juanzong audit --register 查看原因；登记时间不能早于上一次登记。
err-audit-no-clerk = 这把密钥不能用于登记{ $person ->
        [none] （不在名册里）
       *[other] （{ $person }）
    }
    .hint = 请用 keyring enrol --use register 登记档案员的登记用密钥，并由根密钥持有人批准。
err-seal-register = 登记簿的条目不合规定：{ seal-fault }
    .hint = 路径、编号须为规范写法，一条最多 2000 个卷包。

audit-class-changed = 受损或不符
audit-class-missing = 缺失
audit-class-extra = 多出
audit-class-unreadable = 无法读取
audit-class-not-checked = 未查
audit-class-intact = 完好
audit-col-class = 结果
audit-col-packages = 卷包数
audit-col-octets = 字节数
audit-col-name = 卷包
audit-col-read = 最后读取
audit-col-case = 案件
audit-col-undecided = 未决原因
audit-col-digest = 清单摘要
audit-total = 合计
audit-coverage = 第 { $round } 轮（{ $begun } 开始）：已读 { $read }／{ $all } 个卷包，{ $percent }%（字节）{ $refused ->
        [0] {""}
       *[other] ；另有 { $refused } 个试过但读不出来，下次还会再试
    }{ $left ->
        [0] ，本轮已做完
        [unknown] ，还要几次由每次的时限决定
       *[other] ，照这样最多再审计 { $left } 次读完本轮
    }
audit-this-run = 本次读了 { $packages } 个卷包，{ $octets } 字节
audit-oldest = 最久未读的卷包上次读于 { $oldest }；从未读过的 { $never } 个
audit-never = 从未读过的 { $never } 个
audit-register-head = 登记簿第 { $number } 条，{ $at }，摘要 { $digest }

audit-paper-title = 卷包审计报告
audit-paper-folder = 审计的文件夹
audit-paper-now = 审计时间
audit-paper-trust = 信任文件（SHA-256）
audit-paper-register = 登记簿
audit-paper-first-part = 一、结论
audit-paper-second-part = 二、受损与不符
audit-paper-third-part = 三、结果合计
audit-paper-fourth-part = 四、本轮进度
audit-paper-fifth-part = 五、没有核验的内容与本报告的性质
audit-paper-verdict-passed = ：已核验的卷包均完好。
audit-paper-verdict-failed = ：有卷包受损、缺失、多出或与登记不符，见第二部分。
audit-paper-verdict-indeterminate = ：没有发现受损，但有卷包不能作出结论，见第二部分。
audit-paper-no-findings = 没有发现问题。
audit-paper-no-coverage = 本轮还没有读过卷包。
audit-some-days = 本轮有读取的共 { $days } 天，下表列出其中 { $shown } 天。
audit-paper-day = 截至
audit-paper-share = 占比
audit-paper-signs = 审计人（签字）
audit-paper-state = 本轮早些时候读过的卷包，以当时读到的为准；此后发生的损坏要到下一轮才能发现
audit-paper-nature = 本报告由程序生成，不是电子印章；任何人用同样的文件、信任文件和登记簿可以重做一遍

audit-sheet-totals = 合计
audit-sheet-findings = 问题
audit-sheet-packages = 卷包

cmd-audit = 审计一个文件夹里的全部卷包：是否完好、有无缺失、有无被换
    .more = 例：juanzong audit 档案 --trust trust.json --register 档案/登记簿 --state 进度。卷包不解开，就地核验。加 --state 后可随时中断（Ctrl-C、断电），下次接着做；配合 --max-bytes 或 --max-duration 每晚做一部分，最久未读的先读。
    .folder = 存放卷包的文件夹，各级子文件夹都会查
    .trust = 信任文件，应经可靠途径另行取得
    .register = 登记簿文件夹；给出后能发现被整包换掉、缺失、未登记和倒签的卷包
    .state = 进度文件：什么时候读过哪些卷包；没有时新建
    .sample = 抽样演练：每层（等级、区划）抽这么多，例如 30%，须同时给出 --seed；正式抽样用 --list 和 --drawn
    .seed = 演练用的种子；由人指定，可操控，不得作正式抽样
    .list = 正式抽样的冻结名单（draw freeze 生成）
    .drawn = 正式抽样的抽样记录（draw draw 生成）；只读抽中的卷包
    .entries = 只写出抽样范围，供 draw freeze --entries 冻结，不审计
    .max_bytes = 本次最多开始读多少字节，可写 500M、200G；受损的卷包每次都重读，不计在内
    .max_duration = 本次最多做多久，可写 90s、30m、8h；到时不再开始新的卷包
    .jobs = 同时读几个卷包
    .hdd = 机械硬盘：只用一个读者，按磁盘上的次序读
    .fast = 不核对 SM3 清单（报告会写明）
    .bag_only = 只核对内容是否完好，不看签名
    .save_every = 每隔多少秒保存一次进度，0 为每读一个卷包保存一次
    .report = 把结果写成 .pdf、.xlsx 或 .json，可以写多个
cmd-register = 登记收到的卷包：记下摘要、封签、时间和登记人，逐条相接并签名
    .more = 例：juanzong register 档案 --key 档案员.pem --keyring 名册。已经登记的不再重复；核验不通过或与登记簿冲突的不予登记。登记用的密钥须以 keyring enrol --use register 登记。
    .folder = 存放卷包的文件夹
    .key = 登记人的密钥文件
    .keyring = 密钥名册文件夹
    .register = 登记簿文件夹；不写时为卷包文件夹里的“登记簿”
cli-audit-report = 已写出审计报告：{ $path }
cli-register-done = 已登记 { $count } 个卷包，写入登记簿 { $path } 第 { $number } 条（摘要 { $digest }）；此前已登记 { $known } 个
cli-register-nothing = 没有需要登记的卷包；此前已登记 { $known } 个
step-audit = 审计
step-register = 登记

audit-sample = { $mode ->
        [formal] 抽样
       *[rehearsal] 抽样演练（种子由人指定，可操控，不得作正式抽样）
    }：{ $of } 个中抽 { $take } 个；数值“{ $value }”，名单摘要 { $list }，种子 { $seed }
audit-stratum = { $name } { $take }／{ $of }
audit-strata = 分层抽取：{ $strata }
audit-missed-one = { $damaged } 个时 { $chance }
audit-missed = 如有卷包受损而一个也没抽中的概率（按最不利的分布）：{ $chances }
cli-audit-entries = 已写出抽样范围 { $path }，{ $count } 个卷包；下一步：juanzong draw freeze --entries { $path }
