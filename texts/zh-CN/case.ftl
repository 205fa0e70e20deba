# 案件
err-case-none = { $path } 不是案件文件夹（里面没有 case.toml）
    .hint = 请写案件文件夹的路径；还没有案件时，先用 juanzong new 建立。
err-case-form-missing = 规则 { $profile } 要用的文书样式 { $form } 不存在
    .hint = 案件的 rules/forms 文件夹应与立案时一致，请从备份恢复。
code-case-fact-invalid = { $problem ->
        [empty] 没有填写
        [choice] “{ $value }”不在可选范围内，可选：{ $expected }
        [scope] 行政区划代码“{ $value }”不在本规则适用范围（{ $expected }）内
        [other] 写的是“{ $value }”，应为“{ $expected }”
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
checked-slots = { $count } 个材料项
