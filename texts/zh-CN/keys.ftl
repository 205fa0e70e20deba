# 命令行：密钥与名册

# ── 密钥 ──
cmd-key = 密钥：制作、查看、换口令、导出、导入
    .more = 密钥文件只由本人保管，不要放进案件文件夹，也不要交给别人。交给名册管理人的是旁边的 .pub 公钥文件。
cmd-key-new = 制作一把新密钥，设定口令
    .more = 例：juanzong key new 我的密钥.pem
    .file = 密钥文件的存放位置；公钥写在旁边，同名，扩展名为 .pub
cmd-key-show = 查看公钥、编号和指纹
    .more = 给出 .pub 公钥文件时不需要口令。
    .file = 密钥文件或公钥文件
cmd-key-passphrase = 更换密钥文件的口令
    .more = 密钥不变，只换口令；以前的签名不受影响。
    .file = 密钥文件
cmd-key-export = 导出公钥，或按要求导出供 ssh-keygen 使用的私钥
    .more = 例：juanzong key export 我的密钥.pem --form ssh。密钥文件本身就是 OpenSSL 能读的 PKCS#8，无需导出。
    .file = 密钥文件；导出公钥时也可以是公钥文件
    .form = 形式：pem 公钥（PEM），ssh 公钥（OpenSSH 一行），openssh-private 私钥（OpenSSH，另设口令）
    .out = 存放位置；导出公钥时不写则直接显示
cmd-key-import = 导入 OpenSSH 或 OpenSSL 的 Ed25519 私钥
    .more = 例：juanzong key import ~/.ssh/id_ed25519 我的密钥.pem
    .source = 原来的私钥文件
    .file = 新密钥文件的存放位置；公钥写在旁边，同名，扩展名为 .pub
cli-key-made = 密钥已写入 { $path }，公钥已写入 { $public }。请牢记口令：口令无法找回。
cli-key-head = 密钥编号：{ $id }
    指纹：{ $fingerprint }
cli-key-passphrase = { $path } 的口令已更换。请牢记新口令：口令无法找回。
cli-key-export-ask = 私钥将写入 { $path }，多一份私钥就多一处要保管。确定导出吗？
cli-key-exported = 已写入 { $path }
cli-key-imported = 已从 { $path } 导入。{ $state ->
        [open] 注意：原来的私钥文件没有口令保护，谁拿到都能用，请改用新文件并删除它。
       *[locked] 原来的文件没有改动。
    }
cli-key-open = 提醒：其他用户也能读取密钥文件 { $path }，请收紧它的权限（chmod 600）。
err-cli-key-in-case = 密钥不能放在案件文件夹里：{ $path }
    .hint = 请放到只有本人能打开的文件夹，例如自己的 U 盘。

# ── 名册 ──
cmd-keyring = 密钥名册：谁持有哪把密钥、担任哪些席位
    .more = 名册一版接一版，每一版由根密钥持有人批准后生效。次序：init，enrol，mandate，approve，trust。根密钥只用来批准名册；持有根密钥的人还要审核签署或封签的，另做一把密钥，用 enrol 登记。
cmd-keyring-init = 建立名册
    .more = 例：juanzong keyring init 名册 --root p-0002,郑岚,分局领导,郑岚.pub --root p-0008,林雪,办公室,林雪.pub --until 2028-01-01
    .ringdir = 名册文件夹
    .threshold = 每一版至少由几位根密钥持有人批准
    .root = 根密钥：编号,姓名,单位,公钥文件（可重复）
    .until = 根密钥有效期的截止（不含这一刻）
cmd-keyring-enrol = 登记人员和密钥
    .more = 新人员要写 --name 和 --org；已登记人员加一把密钥时不写。
    .ringdir = 名册文件夹
    .person = 人员编号，例如 p-0003
    .name = 姓名
    .org = 单位
    .public = 公钥文件
    .uses = 用途：review 审核签署，seal 封签，register 登记
    .from = 有效期开始，不写为现在
    .until = 有效期截止（不含这一刻）
cmd-keyring-mandate = 授予席位
    .more = 例：juanzong keyring mandate 名册 --person p-0003 --seats site.leader --stages site --until 2028-01-01 --act 分局〔2026〕1号。席位和环节与规则核对，写错的不予登记。
    .ringdir = 名册文件夹
    .person = 人员编号
    .actor = 规则中的主体；不写则取所写环节的主体
    .seats = 席位，用英文逗号隔开
    .stages = 环节，用英文逗号隔开
    .from = 授权开始，不写为现在
    .until = 授权截止（不含这一刻）
    .act = 授权依据
    .profile = 与哪一部规则核对：随附规则的编号，或规则文件；不写则与全部随附规则核对
    .unchecked = 不与规则核对，照写的登记
cmd-keyring-retire = 停用密钥，或提前结束授权（调岗、离岗、换密钥）
    .more = 例：juanzong keyring retire 名册 --person p-0003 --reason 调离 ；换岗只结束授权：juanzong keyring retire 名册 --person p-0003 --act 分局〔2026〕1号。停用以前的签名仍然有效。
    .ringdir = 名册文件夹
    .public = 要停用的公钥文件
    .key_id = 要停用的密钥编号，可以只写前几位（至少 8 位）
    .person = 人员编号：停用其全部签名密钥，结束其全部授权
    .act = 只结束依据这个文件的授权，密钥照旧
    .since = 从何时起停用，不写为现在（这一刻起不再有效）
    .reason = 原因
cmd-keyring-revoke = 吊销密钥：泄露，或本不该登记
    .more = 例：juanzong keyring revoke 名册 --key-id 3f2a9c01 --compromised-since 2026-03-01 --reason U盘丢失。泄露的密钥，凡只有自报时间的签名都无法再确认；本不该登记的密钥，其签名一律无效。
    .ringdir = 名册文件夹
    .public = 要吊销的公钥文件
    .key_id = 要吊销的密钥编号，可以只写前几位（至少 8 位）
    .compromised_since = 从何时起泄露
    .never_valid = 本不该登记，从来无效
    .known_at = 何时得知，不写为现在
    .reason = 原因
cmd-keyring-roots = 更换根密钥或批准人数
    .more = 例：juanzong keyring roots 名册 --add p-0009,孙静,办公室,孙静.pub --drop 3f2a9c01 --until 2030-01-01。新一版须由原来的和新的根密钥持有人都批准足数。
    .ringdir = 名册文件夹
    .threshold = 每一版至少由几位根密钥持有人批准；不写则不变
    .add = 加入的根密钥：编号,姓名,单位,公钥文件；名册里已有的人只写编号,公钥文件（可重复）
    .drop = 退出的根密钥的编号，可以只写前几位（可重复）
    .until = 加入的根密钥有效期的截止（不含这一刻）
cmd-keyring-accept = 认可一部规则
    .more = 名册一旦认可了规则，核验时就只认名册里的；各案件所用的规则都要认可。
    .ringdir = 名册文件夹
    .profile = 随附规则的编号
    .case = 案件文件夹或卷包：认可其中固定的规则
cmd-keyring-discard = 丢弃还没有人批准的草稿
    .more = 写错了又还没有人批准时使用；已有人批准的版本不能丢弃。
    .ringdir = 名册文件夹
cmd-keyring-approve = 用根密钥批准最新一版
    .more = 先列出这一版改了什么。批准人数达到要求后，这一版生效，不能再改。
    .ringdir = 名册文件夹
    .key = 根密钥文件
cmd-keyring-show = 查看名册
    .more = 列出最新一版中的人员、密钥、授权和认可的规则。
    .ringdir = 名册文件夹
cmd-keyring-check = 核查名册各版是否相接、是否经过批准
    .more = 结论与退出码同 verify。
    .ringdir = 名册文件夹
cmd-keyring-trust = 生成信任文件，交给核验人
    .more = 核验人用 juanzong verify --trust 时给出这个文件。请当面或经可靠途径交付，不要与卷包一起传送。
    .ringdir = 名册文件夹
    .out = 信任文件的存放位置
cmd-keyring-signers = 生成签署人名单，供 ssh-keygen 和 verify.sh 使用
    .more = 不用 juanzong 核验的人需要这个文件（allowed_signers）。请当面或经可靠途径交付，不要与卷包一起传送。
    .ringdir = 名册文件夹
    .out = 签署人名单的存放位置
cli-ring-changes = 第 { $version } 版的变化：
cli-ring-change = { $what ->
        [person] 　加入人员 { $person } { $name }（{ $org }）
        [key] 　登记密钥 { $key }：{ $person } { $name }，用途 { $uses }，{ $from } 起，{ $until } 止（不含）
        [key-end] 　密钥 { $key }（{ $person } { $name }）提前到 { $until } 止（不含）
        [retired] 　停用密钥 { $key }（{ $person } { $name }），自 { $since } 起，原因：{ $reason }
        [compromised] 　密钥 { $key }（{ $person } { $name }）泄露，自 { $since } 起，{ $known } 得知，原因：{ $reason }
        [never-valid] 　密钥 { $key }（{ $person } { $name }）从来无效，{ $known } 得知，原因：{ $reason }
        [mandate] 　授予 { $person } { $name }：席位 { $seats }，环节 { $stages }，{ $from } 起，{ $until } 止（不含），依据 { $act }
        [mandate-end] 　{ $person } { $name } 的授权提前到 { $until } 止（不含）：席位 { $seats }，环节 { $stages }，依据 { $act }
        [policy] 　认可规则 { $name }（{ $key }）
        [root] 　根密钥加入：{ $key }（{ $person } { $name }）
        [root-left] 　根密钥退出：{ $key }（{ $person } { $name }）
       *[threshold] 　每版须 { $count } 位根密钥持有人批准
    }
cli-ring-draft = 名册第 { $version } 版草稿已写入 { $path }。还需根密钥持有人批准：juanzong keyring approve { $path } --key 根密钥.pem
cli-ring-discard-ask = 确定丢弃 { $path } 中的第 { $version } 版草稿吗？
cli-ring-discarded = 第 { $version } 版草稿已丢弃，{ $path } 里以前的各版没有改动。
cli-ring-approved = { $missing ->
        [0] 已批准，这一版生效。
       *[other] 已批准，还差 { $missing } 位根密钥持有人。
    }
cli-ring-head = 密钥名册第 { $version } 版，{ $issued } 签发，{ $state ->
        [approved] 已批准生效
       *[draft] 草稿，尚未生效
    }；每版须 { $threshold } 位根密钥持有人批准
cli-trust-written = 信任文件已写入 { $path }
cli-signers-written = 签署人名单已写入 { $path }
cli-use-root = 批准名册
cli-use = { $use ->
        [review] 审核签署
        [seal] 封签
        [register] 登记
       *[other] { $use }
    }
cli-key-state = { $state ->
        [good] 有效
        [left] 已退出
        [retired] { $since } 起停用
        [compromised] { $since } 起泄露
       *[never-valid] 从来无效
    }
cli-mandate-unchecked = 注意：没有与规则核对。席位或环节写错一个字母，签署时就会被拒绝。
cli-col-person = 编号
cli-col-name = 姓名
cli-col-org = 单位
cli-col-use = 用途
cli-col-from = 开始
cli-col-until = 截止（不含）
cli-col-state = 状态
cli-col-key = 密钥编号（前 16 位）
cli-col-seats = 席位
cli-col-stages = 环节
cli-col-act = 依据
cli-col-policy = 认可的规则
cli-col-policy-digest = 规则文件的 SHA-256
checked-rings = { $count } 版名册
err-cli-ring-none = { $path } 里没有密钥名册
    .hint = 请检查路径；还没有名册时，先用 juanzong keyring init 建立。
err-cli-ring-waits = { $path } 的最新一版已有人批准，但人数不够，现在不能改
    .hint = 请先由其余根密钥持有人用 juanzong keyring approve 批准。
err-cli-ring-settled = { $path } 的最新一版已有人批准，不能丢弃
    .hint = 已生效的内容用 keyring retire 或 keyring revoke 改正。
err-cli-ring-not-approved = 密钥名册 { $path } 没有经过批准，或者各版对不上
    .hint = 请用 juanzong keyring check { $path } 查看原因。
err-cli-threshold = 每版要 { $threshold } 位根密钥持有人批准，但只有 { $count } 把根密钥
    .hint = 请写足根密钥（一人一把），或用 --threshold 改变人数（至少 1 人）。
err-cli-seat-elsewhere = 席位“{ $seat }”属于环节“{ $stage }”，不在所写的环节里
    .hint = 请在 --stages 里写上席位所属的环节。
err-cli-stage-idle = 所写的席位没有一个属于环节“{ $stage }”；该环节的席位：{ $known }
    .hint = 请去掉这个环节，或补上其中的席位。
err-cli-known-before = 时间对不上：{ $since } 起的事，不可能在 { $known } 得知
    .hint = 得知的时间不能早于发生的时间，也不能晚于现在；请检查 --known-at 和本机时钟。
