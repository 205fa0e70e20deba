# 命令行：审核签署，本机与别处

cmd-sign = 审核签署：对看到的文件发表意见并签名
    .more = 例：juanzong sign 案件 --key 我的密钥.pem --keyring 名册 --opinion agree。可以一次写多个案件文件夹，逐件显示、逐件询问。
        在另一台电脑上签署：先用 --request 生成请求文件，带到那台电脑上执行 juanzong sign 请求文件 --key 我的密钥.pem --opinion agree，再把回件带回来用 --response 导入。
        会签：一个席位由几个人担任时，每人对同样的文件各签一份，别人签过的不动；改变意见是再签一份新的，原来的仍然保留。
        归档以后改变意见：juanzong sign 卷包.zip --key 我的密钥.pem --withdraw（或 --opinion），签署写在卷包旁边的 .after 文件夹里，卷包不动。
    .case = 案件文件夹（可写多个），或签署请求文件，或已归档的卷包
    .key = 签署人的密钥文件
    .keyring = 密钥名册文件夹；签署请求文件时可以不写，用其中所附的名册
    .seat = 席位；在当前环节只有一个席位时可以不写
    .opinion = 意见：agree 同意，disagree 不同意，abstain 弃权
    .text = 意见文字；不写则用文书中该席位的意见文字
    .rows = 负责的指标行号，用英文逗号隔开；不写为全部
    .withdraw = 撤回已签署的意见
    .roster = 签署名单：写明多人席位的编号
    .absent = 缺席的成员，例如 p-0004=出差
    .recused = 回避的成员，例如 p-0004=亲属在该企业
    .request = 不签署，而是生成给 --person 的签署请求文件，写到这里
    .person = 请求由谁签署，例如 p-0003
    .response = 对案件文件夹：导入这份回件；对请求文件：回件写到这里
cli-yes-no-or-stop = （是请输入 y，跳过请直接回车，到此为止请输入 q）{ " " }
cli-sign-each = ── 第 { $at } 件，共 { $count } 件：{ $case }（{ $path }）
cli-sign-last = 您上次在这个席位的意见：{ $opinion }，{ $time }。{ $replaced ->
        [yes] 这次签署将代替它。
       *[no] 下面最后一列是与那次相比。
    }
cli-sign-gone = 上次有、这次没有的文件：{ $files }
cli-col-since = 与上次相比
cli-since = { $since ->
        [new] 新增
        [changed] 已改动
       *[same] 未变
    }
cli-sign-summary = { $kind ->
        [roster] 您将以 { $person } { $name } 的名义签署“{ $seat }”名单，共 { $rows } 人：{ $text }。
       *[review] 您将以 { $person } { $name } 的名义，在“{ $seat }”席位对上面 { $files } 个文件签署意见：{ $opinion ->
            [agree] 同意
            [disagree] 不同意
            [abstain] 弃权
           *[withdraw] 撤回
        }。
        { $said ->
            [no] 没有意见文字。
           *[yes] 意见文字：“{ $text }”
        }{ $rows ->
            [none] {""}
           *[other] {" "}
            负责指标 { $rows } 行：{ $ids }。
        }
    }
    时间：{ $time }
cli-sign-ask = 确认签署吗？
cli-not-signed = 没有签署，案件没有改动。
cli-signed = 已签署：{ $file }
cli-col-case = 案件
cli-col-folder = 文件夹
cli-col-outcome = 结果
cli-col-result = 签署文件或原因
cli-outcome = { $outcome ->
        [signed] 已签署
        [declined] 跳过
        [refused] 不予签署
       *[not-reached] 没有办到
    }
cli-requested = 签署请求已写入 { $file }，请交给 { $person } { $name }。这是一个普通的 zip，解开就能看到要审的文书；在对方电脑上签署：juanzong { $kind ->
        [roster] sign { $file } --roster { $seat }
        [seal] seal { $file } --stage { $stage }
       *[review] sign { $file } --seat { $seat } --opinion agree
    } --key 密钥.pem
cli-answered = 已签署，回件已写入 { $file }
cli-answer-next = 请把它带回案件 { $case } 所在的电脑，执行：juanzong sign 案件文件夹 --response { $file }
cli-signed-after = 已签署：{ $file }
cli-after-next = 卷包本身没有改动。以后移交、核验时，请把文件夹 { $folder } 与卷包 { $path } 放在一起：verify 会在报告开头写明。
cli-response-taken = 已导入：{ $person } { $name } 在“{ $seat }”席位，{ $opinion }，{ $files } 个文件，签署时间 { $time }（自报）。文件：{ $file }
cli-response-known = 这份回件以前已经导入过，案件没有改动：{ $file }
err-cli-missing = 缺少：{ $what }
    .hint = 请补上后再执行一次；尖括号里的内容换成您自己的，不写尖括号。用法见该命令的 --help。
