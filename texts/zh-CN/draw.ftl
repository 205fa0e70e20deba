# 抽样：冻结的名单、公开数值、抽样记录。
checked-draw-entries = 名单 { $count } 项

code-draw-syntax = { $fault ->
        [json] 不是严格的 JSON（第 { $at } 字节起）
        [type] 不是抽样用的文件，或版本不认识：{ $field }
        [unknown] 有格式里没有的字段 { $field }
        [missing] 缺少字段 { $field }
        [invalid] 字段 { $field } 的内容不合规定
        [order] 字段 { $field } 没有按顺序排列，或有重复
        [large] 文件太大
       *[other] 写法不是规定的唯一写法（第 { $at } 字节起）
    }
    .hint = 文件生成之后被改动过。请向冻结名单的人要原来的文件。
code-draw-unsigned = 这份文件没有签名
    .hint = 请把旁边的签名文件（.sig）一并放好；没有的，请签署人重新签署。
code-draw-value-not-later = 公开数值产生于 { $day }，不晚于名单冻结的 { $frozen }
    .hint = 冻结名单时数值可能已经有人知道，不得作正式抽样。请另选以后的公开数值，重新冻结名单。
code-draw-too-early = 抽样时间 { $time } 早于公开数值产生的 { $day }
    .hint = 请检查计算机时钟；数值产生以后再抽样。
code-draw-value-spelling = 公开数值“{ $value }”的写法与名单里的示例“{ $example }”不同
    .hint = 同一个数值换一种写法，抽中的就不一样。请照名单里的示例书写；确实写不成那样的，由见证人认定。
code-draw-other-list = 抽样记录所依据的名单摘要是 { $named }，这份名单是 { $found }
    .hint = 名单与记录不是一套，或名单在抽样之后改动过。
code-draw-seed-differs = 抽样记录中的随机种子是 { $named }，由名单和公开数值算出的是 { $found }
    .hint = 记录被改动过，或不是按公开的算法算出的。请不要采信。
code-draw-selection-differs = 重新抽取的结果与记录不同：应抽中而没有的 { $missing }；不应抽中而有的 { $extra }
    .hint = 记录被改动过，或不是按公开的算法抽取的。请不要采信。
code-draw-below-rate = 抽取 { $drawn } 家，少于“{ $title }”要求的 { $ordered }（{ $needed } 家）
    .hint = 请按规定的比例重新冻结名单。
code-draw-rehearsal = 这是演练：种子由人指定，可操控，不得作正式抽样
    .hint = 正式抽样请先冻结并签署名单（draw freeze），等到名单里写明的公开数值产生以后再抽。
code-draw-time-claimed = 名单冻结于 { $time }，时间为签署人自报；名单摘要 { $digest }
    .hint = 请确认这个摘要在公开数值产生之前已经交给见证人或公布过。
