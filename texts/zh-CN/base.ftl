# 文件与数据文件的读写
err-base-missing = 找不到 { $path }
    .hint = 请检查路径是否写对，文件是否已被移走或改名。
err-base-full = 磁盘已满，没有写成 { $path }
    .hint = 请清出空间后再做一次；未写完的文件已经删除，原有内容没有改动。
err-base-denied = 没有权限：{ $path }（{ $cause }）
    .hint = { $act ->
        [read] 请管理员开放这个文件的读取权限，或先把它复制到自己能读的地方。
        [list] 请管理员开放这个文件夹的读取权限。
       *[other] 请换一个可以写入的文件夹，或请管理员开放权限。
    }
err-base-io = 读写失败：{ $path }（{ $cause }）
    .hint = 请检查磁盘、网络盘或 U 盘是否正常连接，然后再做一次。
err-base-exists = { $path } 已经存在，没有覆盖
    .hint = 请换一个名称，或先把原来的移走。
err-base-large = { $path } 太大，最多允许 { $limit } 字节
    .hint = 请确认是否放错了文件。
err-base-encoding = { $path } 不是 UTF-8 文本（第 { $at } 字节起）
    .hint = 请用记事本打开，另存为时把编码选为 UTF-8。
err-base-toml = { $path } 第 { $line } 行第 { $column } 列写法有误：{ toml-mistake }
    .hint = 请照上面说的改这一行，再做一次。

# 手写数据文件里常见的写法错误；引用它的句子带 mistake、what、known、problem
toml-mistake = { $mistake ->
    [full-width] 这里是中文符号“{ $what }”，要改用英文输入法的 { $known }
    [no-quotes] 文字要写在英文双引号里，例如 "某某公司"；日期写成 2026-03-01；数字不带单位
    [no-value] 等号后面没有内容；要填的写在英文双引号里，暂时不填就把整行删去
    [no-equals] 少了等号：每一行应是“名称 = 内容”
    [open-quote] 引号只有一半，行末少了一个英文引号
    [open-bracket] 括号只有一半，少了 { $what }
    [twice] 同一项写了两次，请留下一处
    [date] 日期不对：年月日写成 2026-03-01 的样子，月和日各两位
    [number] 数字不对：前面不加 0，只有一个小数点，不带单位
    [backslash] 双引号里的反斜杠 \\ 要写成两个，或者改用 /
    [name] 等号左边的名称只能用空白文件里给出的英文名称，不能改写或留空
    [comma] 方括号里的各项之间要用英文逗号隔开，不能多也不能少
    [rest] 这一行后面还有多余的内容；一行只写一项
    [invisible] 这里有看不见的控制符，请把这一段重新输入
    [deep] 括号套得太多层
    [unknown] 没有“{ $what }”这一项；这里可以写的有：{ $known }
    [unneeded] 没有“{ $what }”这一项，请删去
    [missing] 缺少“{ $what }”这一项
    [choice] “{ $what }”不在可选之列，可以写的有：{ $known }
    [want-text] 这里要写文字，放在英文双引号里
    [want-number] 这里要写数字，不加引号
    [want-yes-no] 这里只能写 true（是）或 false（否），不加引号
    [want-list] 这里要写成一列：放在方括号里，各项用英文逗号隔开
    [want-table] 这里要写成一组“名称 = 内容”
    [want-date] 这里要写日期，例如 2026-03-01，不加引号
   *[other] { $problem }
}
