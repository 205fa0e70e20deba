# 声明、签名、密钥、密钥名册
#
# 事实：fault 错误种类，field 字段或位置，at 字节位置或上限

seal-fault = { $fault ->
    [large] 超过上限 { $at }
    [json] 不是严格的 JSON（第 { $at } 字节处）
    [type] 类型 { $field } 不认识，可能来自更新的版本
    [predicate-type] 声明种类 { $field } 不认识，可能来自更新的版本
    [unknown] 多出字段 { $field }
    [missing] 缺少字段 { $field }
    [invalid] 字段 { $field } 的值不合规定
    [order] { $field } 没有按顺序排列，或有重复
    [not-canonical] 写法与规定的唯一写法不同（从第 { $at } 字节起）
   *[other] { $fault }
}

## 格式：声明与签名文件

code-seal-statement-syntax = 签署声明读不出来：{ seal-fault }
    .hint = 声明由程序生成，不能手工修改。请向签署人要原文件重新导入。
code-seal-statement-type = 签署声明的类型不认识：{ seal-fault }
    .hint = 请升级 juanzong 后再核验；仍不认识时，这个文件不属于卷宗。
code-seal-statement-not-canonical = 签署声明的写法不是规定的唯一写法：{ seal-fault }
    .hint = 文件可能被编辑器重新保存过。请向签署人要原文件重新导入。
code-seal-envelope-mismatch = 签名信封（.dsse.json）与声明对不上，或写法不是规定的唯一写法
    .hint = 声明或信封被改动过。请向签署人要原来的三个文件重新导入。
code-seal-sidecar-mismatch = 随附签名（.json.sig）与声明对不上，或写法不是规定的唯一写法
    .hint = 声明或随附签名被改动过。请向签署人要原来的三个文件重新导入。
code-seal-signature-invalid = 签名验证不通过
    .hint = 签署之后内容被改动过，或签名并非出自这把密钥。请不要采信，并通知签署人。
code-seal-key-unknown = 密钥名册里没有签名所用的密钥 { $key }
    .hint = 请确认签署人已登记公钥，并使用登记后的名册版本。
code-seal-key-holder = 签名所用的密钥属于 { $holder }，声明却说签署人是 { $person }
    .hint = 谁审核、谁签字：请由本人用本人的密钥重新签署。
code-seal-key-use = 密钥 { $key } 没有登记用于 { $use }
    .hint = 请用登记了这个用途的密钥签署，或请名册管理人登记。根密钥只用来批准名册，审核签署和封签要另用一把。
code-seal-key-not-valid = 密钥 { $key } 在签署时（{ $at }）不在有效期内
    .hint = 请核对签署时间和名册里这把密钥的起止时间；确已失效的，须用有效密钥重新签署。
code-seal-key-compromised = 密钥 { $key } 已被登记为泄露（自 { $since } 起），自报的签署时间不足为凭
    .hint = 请由签署人用新密钥重新签署，或找到能证明签署早于泄露的外部留存件。
code-seal-subject-changed = 已签署的文件在签署之后变了
    .hint = 请恢复签署时的文件，或请签署人对新文件重新签署。

## 密钥名册

code-keyring-syntax = 密钥名册读不出来：{ seal-fault }
    .hint = 名册由程序生成，不能手工修改。请向名册管理人要原文件。
code-keyring-not-canonical = 密钥名册的写法不是规定的唯一写法：{ seal-fault }
    .hint = 文件可能被编辑器重新保存过。请向名册管理人要原文件。
code-keyring-missing = 缺少密钥名册的这个版本，或它的批准文件
    .hint = 名册的所有版本都要随案卷一起保存，请向名册管理人补齐。
code-keyring-succession = 这一版名册没有按规定承接上一版：{ $field }
    .hint = 名册只增不减，只能把截止时间提前、把状态设置一次。请不要采信，并询问名册管理人。
code-keyring-approvals = 这一版名册的批准人数不够：本版 { $have } 人（需 { $need } 人），上一版 { $before-have } 人（需 { $before-need } 人）
    .hint = 请持有根密钥的人员用 keyring approve 批准后再使用。
code-keyring-approval-refused = 名册的批准里有一个不能采信：密钥 { $key } 不是当时有效的根密钥，或其签名不对
    .hint = 请不要采信这份名册，并询问名册管理人。
code-keyring-unknown-file = 名册文件夹里有不属于名册的文件
    .hint = 请移走这个文件。
code-keyring-fork = 名册第 { $version } 版与所信任的名册不是同一份：这里是 { $found }，信任的是 { $trusted }
    .hint = 有人另造了一份名册。请不要采信，并报告名册管理人和纪检人员。
code-keyring-untrusted = 没有指定所信任的名册，无法确认签名人是谁
    .hint = 请从可靠渠道取得信任文件，用 --trust 指定后再核验。

## 做不成的事

err-seal-key-not-ed25519 = 这不是 Ed25519 公钥或密钥
    .hint = 请用 juanzong key new 生成密钥，登记时交出旁边的 .pub 公钥文件。
err-seal-key-weak = 这个公钥不安全，不能登记
    .hint = 请让本人用 juanzong key new 重新生成密钥。
err-seal-key-file-syntax = 密钥文件读不出来：不是加密的 PKCS#8 密钥文件
    .hint = 请确认选对了文件；以“-----BEGIN ENCRYPTED PRIVATE KEY-----”开头的才是。
err-seal-key-file-plain = 密钥文件没有用口令加密
    .hint = 没有口令的密钥谁拿到都能冒签。请用 juanzong key new 生成带口令的密钥。
err-seal-key-file-cost = 打开这个密钥文件需要的计算量太大
    .hint = 请用 juanzong key passphrase 或 OpenSSL 以常用参数重新加密。
err-seal-passphrase-wrong = 口令不对
    .hint = 请检查大小写和输入法后再试一次。
err-seal-openssh-syntax = 这个 OpenSSH 私钥文件读不出来
    .hint = 文件可能不完整，或被改动过。请用 ssh-keygen -y 试试能否打开，再重新复制一份。
err-seal-openssh-cipher = 这个 OpenSSH 私钥文件的加密方式（{ $name }）不能读取
    .hint = 请先用 ssh-keygen -p -Z aes256-ctr 改换加密方式，再导入。
err-seal-passphrase-empty = 口令不能为空
    .hint = 请设置一个自己记得住、别人猜不到的口令。
err-seal-envelope = 签名信封（.dsse.json）与内容对不上，或写法不是规定的唯一写法
    .hint = 请向签署人要原文件。
err-seal-side-car = 随附签名（.json.sig）的写法不是规定的唯一写法
    .hint = 请向签署人要原文件。
err-seal-statement = 声明写不成：{ seal-fault }
    .hint = 请检查所填内容：文字中不能有控制字符，名称要符合规定。
err-seal-ring = 密钥名册不合规定：{ seal-fault }
    .hint = 请检查所填内容；名册文件不能手工修改。
err-seal-trust = 信任文件不合规定：{ seal-fault }
    .hint = 请从可靠渠道重新取得信任文件。
err-seal-ring-has = 名册里已经有 { $id }
    .hint = 同一个人、同一把密钥、同一项授权只登记一次。
err-seal-ring-lacks = 名册里没有 { $id }
    .hint = 请先登记，再使用；或检查是否写错。
err-seal-ring-change = 名册不能这样改：{ $field ->
    [issued] 签发时间（--now）不晚于上一版
    [version] 版本号没有接着上一版
    [prev] 没有接着上一版
    [roots] 根密钥或批准人数不合要求
   *[other] { $field }
}
    .hint = 名册只增不减，只能把截止时间提前、把状态设置一次，签发时间要晚于上一版。
err-seal-approved-already = 密钥 { $key } 已经批准过这一版
    .hint = 还差的批准要由别的根密钥持有人来作；用 keyring check 可以看到还差几人。
err-seal-not-a-root = 密钥 { $key } 不是这一版或上一版名册的有效根密钥
    .hint = 请由持有根密钥的人员批准。

## 卷宗：声明是否齐全、连贯、盖住全部文件

seal-typed = { $typed ->
    [agree] 同意
    [disagree] 不同意
    [abstain] 弃权
   *[other] 未填
}
seal-signed = { $signed ->
    [agree] 同意
    [disagree] 不同意
    [abstain] 弃权
    [withdraw] 撤回
   *[other] 未签
}

code-seal-too-large = 文件超过允许的 { $limit } 字节，没有读取
    .hint = 请确认是否放错了文件。
code-seal-unknown-file = 这个位置不应有此文件
    .hint = 请移走；如果是别人发来的签署结果，请用导入命令导入，不要手工放入。
code-seal-carrier-missing = 声明缺少这个签名文件
    .hint = 每份声明都有三个文件：.json、.dsse.json、.json.sig。请向签署人要齐三个文件；若是写入时断电，请重新签署。
code-seal-statement-missing = 只有签名文件，没有声明本身
    .hint = 声明被移走，或写入时断电。请从备份或签署人的留存件恢复；确系断电所致的，删去同名的 .dsse.json 和 .json.sig 后重新签署。
code-seal-name-differs = 文件名与声明内容不符，按内容应为 { $wanted }
    .hint = 声明的文件名不能改。请恢复原名；若有两份，请查清哪一份是原件。
code-seal-other-case = 这份声明属于另一个案件 { $case }
    .hint = 请移走，并查清它为什么出现在这里。
code-seal-future = 声明的时间 { $time } 晚于现在 24 小时以上
    .hint = 请检查本机与签署人电脑的时钟。
code-seal-order = 声明的时间 { $time } 早于它所依据的 { $earlier }（{ $least }）
    .hint = 后面的签署不能早于前面的。请检查签署时电脑的时钟，改正后重新签署。
code-seal-key-no-mandate = { $person } 在 { $time } 没有在环节 { $stage } 担任席位 { $seat } 的授权
    .hint = 请由有授权的人员签署，或先请名册管理人登记授权文件。
code-seal-wrong-seat = 席位 { $id } 不能签署这份声明
    .hint = 请按规则规定的席位签署；封签由环节规定的席位作出。
code-seal-ring-unknown = 声明所用的密钥名册第 { $version } 版不在卷宗里，或内容不同
    .hint = 名册的各个版本要随案卷保存。请向名册管理人要这一版。
code-seal-ring-later = 声明（{ $time }）早于它所用名册的签发时间（{ $issued }）
    .hint = 请检查签署时电脑的时钟，用当时的名册重新签署。
code-seal-ring-fell = 声明所用名册是第 { $version } 版，前面的声明已经用到第 { $least } 版
    .hint = 请用最新的名册重新签署。
code-seal-facts-missing = 缺少 case.toml
    .hint = 请从备份恢复案件信息文件。
code-seal-facts-unreadable = case.toml 读不出来：{ $problem }
    .hint = 请检查这一行的引号、等号和日期写法，或从备份恢复。
code-seal-facts-differ = 案件信息与立案时签署的不同：现为“{ $typed }”，立案时为“{ $signed }”
    .hint = 立案后这些信息不能改。请改回；确需更改的，须重新立案并重新走完各环节。
code-seal-policy-changed = 所附规则与立案时签署的规则 { $id } 不同
    .hint = 请从备份恢复 rules 文件夹；确需更换规则的，须重新立案。
code-seal-policy-unknown = 规则 { $id } 不在可以采信的规则之列，无法判断依据是否真实
    .hint = 程序升级后随附规则有改动的，旧案卷会这样：请用 --profiles 指定当时的规则文件夹，或请名册管理人核对后用 keyring accept 认可这套规则，并用新的信任文件核验。
code-seal-policy-draft = 规则 { $id } 是未发布的草案，不能据此得出通过的结论
    .hint = 请等规则正式发布，并按正式规则立案。
code-seal-policy-date = 立案日期不在规则 { $id } 的有效期内
    .hint = 请按立案当日有效的规则立案。
code-seal-policy-scope = 行政区划或申报等级不在规则 { $id } 的适用范围内
    .hint = 请核对区划代码和等级；确实不适用的，请选用相应的规则。
code-seal-no-opening = 没有立案声明（seals/00-open.json）
    .hint = 还没有立案的，先立案：juanzong seal 案件文件夹 --stage open --key 密钥.pem --keyring 名册。立过案的，请从备份恢复 seals 文件夹。
code-seal-chain-gap = 封签编号中断，缺少这一份
    .hint = 请从备份恢复缺少的封签。
code-seal-chain-broken = 这份声明没有接在前一份封签之后
    .hint = 前面的封签可能被换过。请核对前一份封签是否为原件。
code-seal-fork = 同一位置有两份封签或立案
    .hint = 同一环节不能有两份结果。请不要采信，并查清两份的来历。
code-seal-statement-suppressed = { $source } 里有 { $person } 在 { $time } 签署的声明，卷宗里没有
    .hint = 归档前签署的声明一份也不能少。请查清它为什么没有进入卷宗。
code-archive-two-packages = { $source } 里有同一案件的另一份立案或归档封签（{ $person }，{ $time }）
    .hint = 一个案件只能有一份卷宗。请不要采信，并查清两份的来历。
code-seal-stage-order = 现在应当封签的环节是“{ $wanted }”
    .hint = 请按规则规定的次序办理。
code-seal-stage-unsealed = 环节“{ $stage }”没有封签
    .hint = 请办完这个环节并封签。
code-seal-return-forward = 退回只能退到更早的环节
    .hint = 请改为退回到更早的环节。
code-seal-after-filing = 归档封签之后不能再签署
    .hint = 归档之后的事项请另行登记，不要改动案卷。
code-seal-gap = 同一人在同一席位的声明编号中断：现为第 { $k } 份，应有第 { $wanted } 份
    .hint = 可能有一份声明被移走。请从备份或签署人的留存件恢复。
code-seal-supersedes = 声明没有指明它所取代的前一份
    .hint = 前一份可能被换过。请从签署人的留存件恢复。
code-seal-shown-unknown = 声明称展示过 { $name }，但没有对它签署
    .hint = 请由签署人重新签署。
code-seal-seat-empty = 席位“{ $seat }”没有人签署意见
    .hint = 请由有授权的人员审核并签署。
code-seal-seat-crowded = 席位“{ $seat }”只能有一人签署，现有多人
    .hint = 请由不应签署的人撤回。
code-seal-conflict = { $person } 同时担任“{ $seat }”和“{ $other }”，规则不允许同一人兼任
    .hint = 请由另一人担任其中一个席位并重新签署。
code-seal-related = { $person }（{ $seat }）的单位“{ $org }”是本案企业，或与企业有利害关系，规则不允许其审核本案
    .hint = 请由与企业无利害关系的人员重新审核、签署。
code-seal-roster-missing = 席位“{ $seat }”还没有成员名单
    .hint = 请先由规定的人员签署成员名单（sign --roster）。
code-seal-roster-twice = 席位“{ $seat }”有两人各签了一份成员名单
    .hint = 名单只能由一人签署。请查清由谁负责，另一份作废后重新办理。
code-seal-roster-other = 意见没有依据现行的成员名单
    .hint = 名单变动后，所有成员都要重新签署。
code-seal-roster-incomplete = 成员名单漏了 { $name }（{ $person }）
    .hint = 名单要列出全部成员，缺席和回避的也要列明。请重新签署名单。
code-seal-roster-stranger = 成员名单里的 { $name }（{ $person }）不属于这个席位
    .hint = 请核对名单与授权、现场核查表或会议纪要，然后重新签署名单。
code-seal-not-on-roster = { $person } 不在成员名单上，却签署了意见
    .hint = 请重新签署名单，或由其撤回意见。
code-seal-absent-opinion = { $person } 在名单上为缺席或回避，却签署了意见
    .hint = 请更正名单，或由其撤回意见。
code-seal-member-unheard = “{ $seat }”的 { $name }（{ $person }）在场，但没有签署意见
    .hint = 请由其签署同意、不同意或弃权。
code-seal-too-few-agree = “{ $seat }”要求至少 { $least } 人同意，现有 { $agree } 人
    .hint = 未达到人数时不能封签为完成；可以退回。
code-seal-same-organisation = 席位“{ $seat }”的成员应当来自不同单位，{ $persons } 都是{ $org }的
    .hint = 请换人，或在名单上写明其中一人缺席或回避；单位以密钥名册登记的为准。
code-seal-no-quorum = “{ $seat }”到会 { $present } 人，全体 { $members } 人，未达到规定人数
    .hint = 请在人数足够时重新开会。
code-seal-opinion-differs = { $file } 里填写的意见是“{ seal-typed }”，签署的是“{ seal-signed }”，两者或其文字不一致
    .hint = 请改正文书里的意见并重新生成，或由签署人重新签署。
code-seal-opinion-unsigned = 文书里填有 { $person } 的意见“{ seal-typed }”，本人没有签署
    .hint = 请由本人签署，或从文书中删去这条意见。
code-seal-row-unknown = 声明对第 { $row } 行负责，文书里没有这一行
    .hint = 请由签署人重新签署。
code-seal-row-unsigned = 第 { $row } 行没有人签署负责
    .hint = 请由核查这一行的人员签署。
code-seal-subject-missing = 声明没有包括应当包括的文件 { $name }
    .hint = 文件是签署之后加入的，或签署时被漏掉。请移走后加的文件，或由签署人重新签署。
code-seal-subject-extra = 声明包括了不该包括的文件 { $name }
    .hint = 请由签署人重新签署。
code-seal-subject-absent = 声明所指的文件 { $name } 不在卷宗里，或者内容已不是签署时的内容
    .hint = 请恢复签署时的文件。
code-seal-subject-digest = 声明里的摘要算法与规则要求的不同
    .hint = 请由签署人用当前版本重新签署。
code-seal-subject-gone = 已被取代的声明所指的文件 { $name }，当时的内容已不在卷宗里
    .hint = 该声明不再生效，仅供了解。
code-seal-slot-empty = 必备材料“{ $slot }”没有文件
    .hint = 请补齐后再封签。
code-seal-evidence-differs = 佐证材料清单（evidence.toml）与文件对不上：{ $what ->
        [unreadable] 清单读不出来，{ $name }
        [missing] 清单上的 { $name } 不在卷宗里
        [size] { $name } 的字节数不同
        [sha256] { $name } 的 SHA-256 不同
       *[sm3] { $name } 的 SM3 不同，或该有而没有、不该有而有
    }
    .hint = 清单由 build 生成，不能手工修改。请向报送单位要原来的卷包。
code-seal-uncovered-file = 没有任何人对这个文件签署负责
    .hint = 请移走，或放进规则规定的材料项，由相应席位签署。
code-seal-no-subjects = 席位“{ $seat }”审核的材料一份也没有
    .hint = 请先放入材料并生成文书，再签署。
code-seal-not-built = 文书还没有生成，或者生成之后填写的内容又改过
    .hint = 请先运行 juanzong build，看过新生成的文书再签署。
code-seal-not-this-stage = 席位 { $id } 不属于现在办理的环节“{ $stage }”
    .hint = 请核对席位名称；环节按次序办理。
code-seal-not-plural = 席位“{ $seat }”只有一人，不需要成员名单
    .hint = 请直接签署意见。
code-seal-response-stale = 这份签署回件是按以前的卷宗作出的：案件现在的环节是“{ $stage }”，或前一个封签已经不同
    .hint = 请重新生成签署请求，由本人对现在的文件重新签署。
code-seal-response-twice = 案件里已有同一席位、同一人、同一序号的另一份签署，内容不同
    .hint = 同一次签署不能有两份。请查清两份的来历；确要改意见的，请重新生成签署请求再签一次。
code-seal-nothing-to-withdraw = 在席位“{ $seat }”没有可以撤回的意见
    .hint = 请核对席位；环节封签之后须先退回才能撤回。
code-seal-time-claimed = 签署时间为签署人自报；持有密钥的人若串通，可以用更早的时间重签整个案卷
    .hint = 与签署人自己的留存件、另一份卷包或更新的密钥名册比对，可以发现这种改动。
code-seal-dissent = { $name }（{ $person }）在“{ $seat }”表示不同意：{ $text }
    .hint = 不同意见如实保留，不影响核验结论。
code-seal-not-adopted = “{ $seat }”全体 { $whole } 人中 { $agree } 人同意，未过半数
    .hint = 这是表决结果，不影响核验结论；请核对是否应当办结。
code-seal-nothing-to-compare = { $source } 里没有案件 { $case } 的有效声明，没有可比对的内容
    .hint = 请确认选对了位置：可以是签署人的留存件文件夹（密钥旁边的 .signed）、案件文件夹或另一份卷包。
code-seal-signed-after-filing = 归档以后，{ $name }（{ $person }）于 { $time } 在“{ $seat }”又签署了一份声明{ $opinion ->
        [agree] ：同意
        [disagree] ：不同意
        [abstain] ：弃权
       *[other] {""}
    }{ $has-text ->
        [true] （{ $text }）
       *[false] {""}
    }
    .hint = 它不改变归档时的结论，请一并阅读。
code-seal-withdrawn-after-filing = 归档以后，{ $name }（{ $person }）于 { $time } 撤回了在“{ $seat }”的意见{ $has-text ->
        [true] ：{ $text }
       *[false] {""}
    }
    .hint = 撤回的时间是自报的，不能证明先后。归档时的结论不变；今日是否仍可采信，请向本人和归档单位核实。
code-seal-after-refused = 归档以后的声明文件夹里，这个文件不作数：{ $why ->
        [unreadable] 不是声明，或签名文件不齐、对不上
        [other-case] 属于另一个案件
        [not-after] 没有接在归档封签之后
       *[not-genuine] 签名不是名册中此人当时有效的密钥所作
    }
    .hint = 任何人都可以在卷包旁边放文件，所以它不影响结论。请向签署人核实。

err-seal-other-key = 这份声明是为另一把密钥准备的：{ $key }
    .hint = 请用原来指定的密钥签署，或重新开始。

checked-statements = { $count } 份声明
checked-statements-after = 归档以后的声明 { $count } 份
checked-signatures = { $count } 个签名
unchecked-other-sources = 未与其他来源比对
unchecked-seal-statements = 规则或密钥名册不可用，声明没有核验
unchecked-seal-coverage = 封签链条不完整，没有核验声明是否盖住全部文件
checked-other-sources = { $count } 份声明与其他来源一致
