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
err-base-toml = { $path } 第 { $line } 行第 { $column } 列写法有误：{ $message }
    .hint = 请检查这一行的引号、等号和日期写法；文字要写在英文双引号里。
