# 排版
err-render-face = { $path } 不是可用的字体文件
    .hint = 请确认它是 TTF、OTF 或 TTC 字体，文件没有损坏；或者从字体文件夹的 juanzong.toml 中去掉这一行。
err-render-embedding = 字体 { $family }（{ $path }）声明不允许嵌入文档，归档用的 PDF/A 必须嵌入字体
    .hint = 请换一个允许嵌入的字体，或从字体文件夹中移走它，改用内置字体。
err-render-glyphs = 《{ $document }》中有字体里没有的字：{ $characters }
    .hint = 方括号里是填写的栏目。请先核对是否录错；确为生僻字的，把收有该字的字体放进字体文件夹，用 --font-dir 指明后重做。
err-render-theme = 版式无法排出《{ $document }》：{ $message }（{ $place }）
    .hint = 如果用了自己的版式文件夹，请去掉后再试；用内置版式也出错的，请把这一行转给维护人员。
err-render-docx = 《{ $document }》无法写成 DOCX：{ $message }
    .hint = PDF 不受影响；请把这一行转给维护人员。
