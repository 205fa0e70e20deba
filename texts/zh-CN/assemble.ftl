# 收件与案卷
code-assemble-empty-file = 收到的文件是空的（0 字节）
    .hint = 请向提交人重新索取这份材料，替换后再做一次。
code-assemble-password = 这份 PDF 要密码才能打开
    .hint = 请提交人去掉打开密码后重新提交；多年以后没有密码就没有人能看到内容。
code-assemble-heic = 这是 HEIC 格式的手机照片，多数办公电脑和打印机打不开
    .hint = 请提交人导出为 JPEG 后重新提交（手机设置中选“兼容性最佳”）。
code-assemble-too-large = 文件太大，或图片的边长、页数超过上限，案卷中用说明页代替
    .hint = 原件照收照存。如要在案卷中看到内容，请提交人拆分或缩小后再交一份。
code-assemble-damaged = 文件已损坏，读不出页面，案卷中用说明页代替
    .hint = 原件照收照存。请打开核对，必要时请提交人重新提交。
code-assemble-pages-disputed = 这份 PDF 的页数说不清：第一种读法 { $first } 页，第二种读法 { $second } 页，文件自称 { $declared } 页；案卷中用说明页代替
    .hint = 文件可能已损坏并丢页。请打开核对，用“打印为 PDF”重新生成一份后再交。
code-assemble-no-pages = { $kind ->
        [unknown] 这类文件（格式不认识）
       *[other] 这类文件（{ $kind }）
    }没有可装订的页面，案卷中用说明页代替
    .hint = 原件照收照存。如要在案卷中看到内容，请另附一份 PDF。
code-assemble-repaired = 这份 PDF 的内部索引有损坏，页面是修复后取得的
    .hint = 原件没有改动。请在案卷中核对页面是否齐全。
code-assemble-decrypted = 这份 PDF 设有权限限制（不需密码即可打开），页面已取入案卷
    .hint = 原件没有改动，不需要做什么。
code-assemble-active-content = 这份 PDF 带有会动作的内容（{ $what }），案卷只取页面，不带这些内容
    .hint = 原件没有改动。请确认这些内容不是材料的一部分。
code-assemble-signed-pdf = 这份 PDF 带有 { $number } 个电子签名；案卷中的页面不带签名，签名以原件为准
    .hint = 原件没有改动，核验签名请打开原件。
code-assemble-not-archival = 案卷不能标为 PDF/A：{ $reason ->
        [no-claim] 这份文件自己没有声明是 PDF/A-2 或 PDF/A-3
        [altered] 这份文件有加密或损坏
        [font] 这份文件有字体没有嵌入
        [stream] 这份文件用了 PDF/A 不允许的压缩或画法
       *[colour] 这份文件的颜色含义与案卷不同
    }
    .hint = 案卷照常生成，可以阅读和打印；只是不声明 PDF/A。
err-assemble-changed = { $name } 的页面与先前清点的不一致
    .hint = 文件可能在生成过程中被改动，请不要同时编辑，再做一次。
err-assemble-face = 要盖在页面上的这些字，没有一种字体有：{ $characters }
    .hint = 请检查字体文件夹中的宋体文件。
err-assemble-output = 写不出案卷：{ $cause }
    .hint = 请检查磁盘空间和文件夹权限。
err-assemble-sheet = 画不出 { $name }
    .hint = 请检查字体文件夹；如字体完好，请把这一行转给维护人员。
err-assemble-stopped = 已按要求停止
    .hint = 已完成的部分保留；再次运行 build 会接着做。
checked-documents = { $count } 份文书
code-assemble-other-face = 字体与上次生成时不同（{ $role }：上次 { $before }，这次 { $now }），生成的文书会跟着变
    .hint = 已有签署的案件，请沿用上次的字体：用同一台电脑，或用 --font-dir 指定同一个字体文件夹。
code-assemble-signed-changed = 已经签署的文件在签署之后变了；签署人：{ $signers }
    .hint = 请恢复签署时的内容。如果确需改动，请签署人先撤回或退回该环节，改好后重新签署。
code-assemble-signed-gone = 已经签署的文件不见了；签署人：{ $signers }
    .hint = 请从备份把签署时的文件放回原处，再做一次。
