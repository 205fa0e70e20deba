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
    .hint = 请用登记了这个用途的密钥签署，或请名册管理人登记。
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
    .hint = 请用 juanzong key new 生成密钥，用 juanzong key export 导出公钥。
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
err-seal-ring-change = 名册不能这样改：{ $field }
    .hint = 名册只增不减，只能把截止时间提前、把状态设置一次，签发时间要晚于上一版。
err-seal-not-a-root = 密钥 { $key } 不是这一版或上一版名册的有效根密钥
    .hint = 请由持有根密钥的人员批准。
