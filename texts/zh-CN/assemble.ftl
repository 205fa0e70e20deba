# 收件与案卷
code-assemble-empty-file = 收到的文件是空的（0 字节）
    .hint = 请向提交人重新索取这份材料，替换后再做一次。
code-assemble-password = { $kind ->
        [pdf] 这份 PDF 要密码才能打开
       *[other] 这份文件（{ $kind }）要密码才能打开
    }
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
code-assemble-repaired = 这份 PDF 的内部索引有损坏，修复后取得 { $pages } 页（文件自称 { $declared } 页）
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
        [content] 这份文件声明是 PDF/A，但页面内容用了 PDF/A 没有或不允许的写法
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
err-assemble-itself = { $path } 是本案件的文件夹，或者本案件就在里面，不能当作材料收进来
    .hint = 请写提交人交来的文件、文件夹或压缩包；案件里已有的材料，不写文件名即可检查。
err-assemble-stopped = 已按要求停止
    .hint = 已完成的部分保留；再次运行 build 会接着做。
checked-documents = { $count } 份文书
code-assemble-other-face = 字体与上次生成时不同（{ $role }：上次 { $before }，这次 { $now }），生成的文书会跟着变
    .hint = 已有签署的案件，请沿用上次的字体：用同一台电脑，或用 --font-dir 指定同一个字体文件夹。
code-assemble-signed-changed = 已经签署的文件在签署之后变了；签署人：{ $signers }
    .hint = 请恢复签署时的内容。如果确需改动，请签署人先撤回或退回该环节，改好后重新签署。
code-assemble-signed-gone = 已经签署的文件不见了；签署人：{ $signers }
    .hint = 请从备份把签署时的文件放回原处，再做一次。
code-assemble-entry-refused = 压缩包或文件夹中的这一项没有收：{ $reason ->
        [path] 路径指向压缩包以外
        [link] 是链接或特殊文件，不是普通文件
        [system] 是操作系统自动生成的文件，不是材料
        [password] 有密码
        [damaged] 已损坏，解不开
        [method] 压缩方法不认识
        [many] 文件个数超过上限
        [bomb] 解开后大得异常，或各项互相重叠
        [deep] 压缩包套压缩包，层数太多
       *[more] 另有 { $number } 项未逐一列出
    }
    .hint = { $reason ->
        [system] 不需要做什么。
        [password] 请提交人去掉密码后重新提交。
        [method] 请提交人用 ZIP 格式的普通压缩方法重新打包，或直接提交文件。
        [bomb] 不要在别处解开它；请提交人直接提交文件。
        [more] 请先处理已列出的各项，再做一次。
       *[other] 请提交人直接提交文件，或重新打包。
    }
code-assemble-no-slot = 不知道这份文件属于哪个材料项，没有收
    .hint = 请用 --slot 写明材料项，或把文件放进以材料项编号或名称命名的文件夹再收。材料项的编号就是 evidence 里各文件夹的名称。
code-assemble-slot-closed = 材料项 { $slot } 属于已经封签的环节“{ $stage }”，没有收
    .hint = 请用 --slot 收入当前环节的补充材料项（编号以 .late 结尾），或先退回该环节。
step-intake = 正在收件
code-assemble-javascript = 这份 PDF 带有脚本（JavaScript），案卷只取页面，不带脚本
    .hint = 原件没有改动。材料不需要脚本；如有疑问，请提交人用“打印为 PDF”重新生成一份。
code-assemble-actions = 这份 PDF 带有会启动程序或外传数据的动作（{ $what }），案卷只取页面，不带这些动作
    .hint = 原件没有改动。打开原件时不要点“允许”；必要时请提交人重新生成一份。
code-assemble-external-reference = 这份 PDF 引用了文件以外的内容（{ $what }），这些内容不在收到的文件里
    .hint = 如果被引用的内容是材料的一部分，请提交人一并提交；网页链接（URI）一般不需要处理。
code-assemble-embedded-files = 这份 PDF 里面夹带 { $number } 个文件，案卷只取页面，看不到它们
    .hint = 夹带的文件如是材料的一部分，请提交人单独提交。
code-assemble-revised-after-signing = 这份 PDF 在电子签名之后又被追加了 { $number } 次内容
    .hint = 可能只是时间戳或批注，也可能改动了正文。请用能核验签名的阅读器打开原件，看签名是否仍然有效。
code-assemble-font-not-embedded = 这份 PDF 有 { $number } 种字体没有嵌入（{ $fonts }），在别的电脑上显示和打印可能走样
    .hint = 请核对案卷中的页面是否走样；必要时请提交人嵌入字体后重新生成。
code-assemble-blank-pages = 有 { $number } 页是空白页或接近空白（第 { $pages } 页）
    .hint = 请核对是否漏扫，或只是双面扫描的背面。
code-assemble-look-missing = 有 { $number } 处已填写的表单域、文字批注或图章（{ $what }）没有写明显示样式，案卷中看不到
    .hint = 原件照收照存。请用能看到它们的程序打开，打印成 PDF 后一并提交，或者请提交人这样做。
code-assemble-coarse-scan = 有 { $number } 页扫描件或图片不清晰，低于 200 dpi（第 { $pages } 页，最低 { $dpi } dpi）
    .hint = 请核对字迹能否看清；看不清的，请按 300 dpi 重新扫描或提交原图。
code-assemble-turned-scan = 有 { $number } 页扫描件是转了方向显示的（第 { $pages } 页）
    .hint = 请在案卷中核对这些页是否端正。
code-assemble-cut-off = 图片文件的末尾缺失，画面下部或后面的页可能没有；案卷收入读得出的部分
    .hint = 原件照收照存。请打开核对，必要时请提交人重新提交。
code-assemble-moving-picture = 这是动画（{ $number } 帧），案卷中只有第一帧
    .hint = 原件照收照存。如其余各帧也是材料的一部分，请提交人导出为图片或 PDF 后一并提交。
code-assemble-macros = 这份文件带有宏（程序代码）
    .hint = 原件照收照存，打开时请不要启用宏；必要时请提交人另存为不带宏的格式或 PDF。
code-assemble-external-parts = 这份文件要从外部取得模板或其他部分（{ $what }），这些内容不在收到的文件里
    .hint = 打开时可能联网，多年以后也取不到。请提交人断开链接、嵌入内容，或另存为 PDF。
code-assemble-archive-inside = 这是压缩包，或里面夹带压缩包（{ $what }），其中的文件在案卷中看不到
    .hint = ZIP 压缩包请用 juanzong intake 收入，会自动解开；其他压缩包请提交人解开后提交。
code-assemble-name-changed = 收到时的文件名“{ $received }”在别的电脑上会出错，或与其他文件重名，改用“{ $name }”
    .hint = 内容没有改动，收到时的名称记录在 evidence.toml 中，不需要做什么。
code-assemble-handed-in-twice = 与 { $other } 是同一份文件（内容逐字节相同）
    .hint = 如果是误交，请删去一份；如确需两处都有，可以保留。
code-assemble-reader-defeated = { $reason ->
        [time] 读取这份文件超过了时限，已停止读取
       *[crash] 这份文件使读取程序无法继续（内存超过上限，或内容异常）
    }，案卷中用说明页代替
    .hint = 原件照收照存。请打开核对，用“打印为 PDF”重新生成一份后再交；来历不明的，请勿打开。
code-assemble-archive-number = 各件没有编上档号，也没有盖归档章：案卷封面上缺编档号要用的一栏
    .hint = 请在这里指出的文件里填上这一栏，再生成一次；档号怎样编，写在规则文件的 [archive] 里。
code-assemble-drawn = 案卷中这份文件的页面是按 { $dpi } dpi 画成的图片（case.toml 的 rasterise 一栏要求这样做）
    .hint = 原件没有改动，随卷包保存。请在案卷中核对图片是否与原件一致。
code-assemble-not-drawn = 这份文件的页面没有画成图片：{ $reason ->
        [part] 其中有图片或字体读不出
        [pages] 读不出页面
        [time] 用时过长
       *[crash] 占用的内存过多
    }
    .hint = 案卷中仍用它原来的页面，案卷因此不能标为 PDF/A。请提交人用“打印为 PDF”另存一份后再交，或交扫描件。
