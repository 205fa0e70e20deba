# 案卷的命令
cmd-volume = 重新装订案卷，另做供打印或保存的副本
    .more = 案卷在 out/data 里，副本在 out/copies 里，不进卷包。分册的副本页码连续，每册另有自己的封面、目录和备考表，这几页不编页码；一件材料不拆到两册。
    .case = 案件文件夹
    .duplex = 另做一份供双面打印：每件从正面起，页码在外侧
    .split = 另做分册的副本，每册最多这么多页（不含各册自己的封面、目录和备考表）
    .container = 另做一份内含全部原件的 PDF/A-3b：封面、目录为页面，原件为附件
    .rasterise = 从今以后把这些收到的 PDF 的页面画成图片装订（写入 case.toml；原件不动），使案卷可以是 PDF/A
cli-volume = 案卷：{ $path }
cli-volume-asked = 已写入 case.toml；以后每次生成都按此装订。
err-volume-filed = 案件已经备案封签，案卷不能再改
    .hint = 需要另一种装订时，请用 --duplex、--split 或 --container 另做副本。
err-volume-no-evidence = { $path } 不是本案件收到的材料
    .hint = 请写成 evidence/材料项/文件名，文件名与 evidence 文件夹里的一致。
err-volume-by-hand = case.toml 的写法特殊，程序没有改动它
    .hint = 请自己在 [slot."{ $slot }"] 下写上 rasterise = ["{ $path }"]，然后再生成一次。
