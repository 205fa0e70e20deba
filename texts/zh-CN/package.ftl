# 卷包：打包与核验

checked-entries = 卷包内 { $count } 个文件
checked-octets = { $count } 字节
checked-manifest-lines = 清单 { $count } 行

unchecked-package-contents = 卷包的文件结构不可信，里面的文件、清单和签名都没有核验
unchecked-package-signatures = 按要求只核验了文件和清单，没有核验签名

code-package-not-a-zip = 这不是卷包：文件不是 zip 格式
    .hint = 请确认选对了文件；卷包是 juanzong pack 生成的 .zip 文件。
code-package-truncated = 卷包不完整：文件尾部缺失
    .hint = 多半是复制、下载或上传中断。请重新取得这个文件，并核对文件大小。
code-package-not-canonical = 卷包的 zip 结构不是规定的唯一形式（{ $what ->
        [central-directory] 目录区损坏或有多余内容
        [duplicate] 文件名重复
        [order] 文件次序不对
        [folder] 最外层文件夹不一致
        [gap] 文件之间有空隙、重叠或多余内容
        [offset] 文件位置不对，前面有多余内容或缺口
        [trailing] 文件末尾有多余内容或注释
        [end] 结尾记录与内容不符
        [empty] 里面没有文件
        [comment] 带有注释
        [extra] 带有附加字段
        [flags] 标志位不对，可能加密或文件名编码不对
        [method] 压缩方式不对
        [time] 时间不是规定值
        [crc] 两处记录的校验值不同
        [size] 文件大小不对
        [external-attributes] 文件属性不对，可能是链接
       *[other] { $what }
    }）
    .hint = 卷包可能被其他压缩软件重新打包或被改动。可解压后核验文件夹：juanzong verify 文件夹；若文件夹通过，请用原来的卷包替换这一份。
code-package-too-large = 卷包里有 { $entries } 个文件，最多允许 { $limit } 个
    .hint = 请与出具单位核实；一个案卷不应有这么多文件。
code-package-name-refused = 文件名不合规定：{ $flaw }
    .hint = 卷包不应含有这样的文件名，可能被改动过。请向出具单位重新索取。
code-package-name-clash = 文件名与“{ $other }”在有些系统上会被当成同一个
    .hint = 卷包不应含有仅大小写、全角半角不同的文件名，可能被改动过。请向出具单位重新索取。
code-package-special-file = 这是链接或设备，不是普通文件
    .hint = 请删去链接，或重新解压原来的卷包后再核验。
code-package-crc-mismatch = 内容与 zip 登记的校验值不符：登记 { $stored }，实际 { $actual }
    .hint = 文件在传送或存放中损坏，或被改动。请重新取得卷包。
code-package-folder-name = 最外层文件夹名为“{ $actual }”，应为案件编号“{ $expected }”
    .hint = 卷包可能是由另一案件的文件拼成的。请向出具单位核实。
code-package-bag-declaration = bagit.txt 不是规定的内容
    .hint = 卷包可能被其他软件改过。请向出具单位重新索取。
code-package-unknown-algorithm = 清单使用的摘要算法不在规定之列
    .hint = 卷包只应有 SHA-256 清单，规则要求时另有 SM3 清单；其他清单没有核验，不能采信。
code-package-manifest-malformed = 清单的这一行写法不对、次序不对或重复
    .hint = 清单由 juanzong 生成，不应有这样的行，可能被改动过。此行之后的内容没有核对。
code-package-payload-mismatch = 文件内容与清单不符：登记 { $algorithm }:{ $expected }，实际 { $algorithm }:{ $actual }
    .hint = 这份材料在打包之后变了。请与出具单位保存的原件比对。
code-package-payload-missing = 清单 { $manifest } 里有这个文件，卷包里没有
    .hint = 这份材料被删去或遗失。请向出具单位重新索取卷包。
code-package-unlisted-file = 清单里没有这个文件
    .hint = 这个文件是打包之后加进来的，不属于案卷，没有人对它签名。
code-package-tag-mismatch = 文件内容与清单不符：登记 { $algorithm }:{ $expected }，实际 { $algorithm }:{ $actual }
    .hint = 这个文件在打包之后变了。请向出具单位重新索取卷包。
code-package-tag-missing = 缺少这个文件
    .hint = 这个文件是卷包必须有的，被删去或遗失。请向出具单位重新索取卷包。
code-package-unknown-tag-file = 卷包里不应有这个文件
    .hint = 这个文件是后来加进来的。请移走后再核验，并查明来历。
code-package-determined-differs = 文件内容与应有的不同：应为 sha256:{ $expected }，实际 sha256:{ $actual }
    .hint = 这个文件由卷包其余内容推出，不应有出入；不要运行卷包里的脚本。请向出具单位重新索取卷包。
code-package-filing-seal-missing = 没有归档封签，或归档封签无法读取
    .hint = 没有归档封签的卷包不能证明内容完整。请向出具单位索取归档后的卷包。
code-package-not-a-parcel = 这不是签署请求，也不是签署回件，或者文件已经损坏（{ $why }）
    .hint = 请向出具的人要原来的文件，原样复制，不要解开后重新压缩。
code-package-unsealed-file = 归档封签 { $seal } 没有涵盖这个文件
    .hint = 这个文件是归档封签之后加进来的，没有人对它签名。请查明来历。

code-package-other-unsound = 要比对的这份卷包本身不可信（{ $code }），没有用它比对
    .hint = 请单独核验它：juanzong verify，或换一份来源再比对。

code-package-plain-bag = 这不是 juanzong 的卷包，只按 BagIt { $version } 核对了文件和清单
    .hint = 文件与清单对得上，不等于内容真实：这里没有签名可查。
code-package-bag-warning = { $what ->
        [star] 清单的文件名前有星号，是 md5sum 一类工具的写法
        [relative] 清单的文件名以 ./ 开头
        [twice] 清单里同一文件列了两次，摘要相同
        [normalisation] 文件名的 Unicode 写法不统一（例如在 Mac 上制作）
        [alike] 文件名与另一个只差大小写或全角半角，在有些系统上会互相覆盖
        [system] 系统自动生成的文件，不属于内容
        [windows] 这个名字在 Windows 上会指到文件夹之外
        [fetch] fetch.txt 列了清单里没有的文件
       *[oxum] Payload-Oxum 与实际的文件数或字节数不符
    }
    .hint = 不影响本次结论；请提醒制作单位改正。

err-package-changed = 读取过程中文件变了：{ $path }
    .hint = 可能有别的程序正在写这个文件。请等它结束后再做一次。
err-package-interrupted = 已按要求停止，没有结果，也没有留下未写完的文件
    .hint = 需要时再做一次。
err-package-not-built = 还没有生成 { $name }
    .hint = 请先运行 juanzong build，再打包。
err-package-stray = 这个文件不属于案卷，不能打包：{ $path }
    .hint = 请把它移到案件文件夹之外（例如编辑器留下的备份文件、系统生成的缩略图文件）。
err-package-name = 文件名不能用于卷包：{ $name }（{ $flaw }）
    .hint = 请改名后再做一次。
err-package-large = 有 { $count } 个文件，一个卷包最多 { $limit } 个
    .hint = 请把零散的材料合并成 PDF 后再收入。
err-package-ring = 密钥名册无法读取：{ $name }
    .hint = 请用 --keyring 重新指定名册文件夹后再签署，或从备份恢复 keyring 文件夹。
err-package-unsealed = 还没有归档封签，不能打包
    .hint = 请先完成各环节，再由有权的人员做归档封签（juanzong seal）。
err-package-filing-differs = 归档封签之后有文件变了，不能打包：{ $names }
    .hint = 请恢复这些文件原来的内容；如果确需改动，请退回相应环节后重新签署、封签。
