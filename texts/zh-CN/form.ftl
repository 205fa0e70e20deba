# 文书样式与填写内容
err-form-file = 文书样式 { $file } 第 { $line } 行有误：{ $problem }
    .hint = 文书样式由维护人员编写，请把这一行转给他们。

code-form-syntax = 这里的写法读不懂：{ toml-mistake }
    .hint = 请照上面说的改这一行，再做一次。
code-form-unknown-field = 没有“{ $field }”这一项{ $nearest ->
    [none] 。
   *[other] ，是不是“{ $nearest }”？
    }
    .hint = { $nearest ->
        [none] 请对照空白文件里的名称，多余的删去。
       *[other] 请把等号左边的名称改成“{ $nearest }”。
    }
code-form-field-missing = “{ $label }”必须填写，现在是空的。
    .hint = { $fact ->
        [none] { $expected ->
            [table] 请写一段以 [[{ $field }]] 开头的行，每行一段。
           *[other] 请在“{ $field }”右边填写。
        }
       *[other] 请在 case.toml 里填写 { $fact }，或在“{ $field }”右边填写。
    }
code-form-field-invalid = “{ $label }”填的是“{ $found }”，应当是{ $expected ->
    [text] 一行文字，写在英文双引号里。
    [paragraph] 文字，写在英文双引号里。
    [person] 一个人的姓名。
    [person-id] 人员编号，例如 p-0001。
    [phone] 电话号码，例如 0315-1234567。
    [credit-code] 18 位统一社会信用代码，不含字母 I、O、S、V、Z。
    [division] 6 位行政区划代码，例如 130283。
    [date] 日期，写作 2026-03-06，且要确有这一天。
    [year] 年份，例如 2026。
    [integer] 整数，例如 12。
    [decimal] 数字，例如 12.5；小数位数不能超过规定，不写千分号和单位。
    [choice] 以下之一：{ $options }。
    [ticks] 以下各项中的若干项，写作 ["…", "…"]：{ $options }。
    [tick] true（勾选）或 false（不勾选）。
    [opinion] 以下之一：{ $options }。
    [table] 若干行，每行以 [[{ $field }]] 开头。
   *[other] 规定的内容。
    }
    .hint = 请改正后再检查一次；写法以空白文件里的说明和例子为准。
code-form-field-range = “{ $label }”填的是 { $found }{ $unit }，超出了允许的范围（{ $min ->
    [none] 不限
   *[other] { $min }
    } 至 { $max ->
    [none] 不限
   *[other] { $max }
    }）。
    .hint = 请核对数值和单位。
code-form-field-long = “{ $label }”有 { $found } 字，最多 { $most } 字。
    .hint = 请精简，或把详细内容作为佐证材料另附。
code-form-field-misplaced = “{ $field }”写在了表格的行里。
    .hint = 这一项不属于表格：请把它移到所有 [[…]] 之前。
code-form-field-contradicts = “{ $label }”填了内容，但“{ $other }”说明不应填。
    .hint = 请二者改一：清空“{ $label }”，或修改“{ $other }”。
code-form-character = “{ $label }”里有看不见的字符 { $character }，印不到纸上。
    .hint = 多半是从别处粘贴时带来的，请把这一项手工重新输入。
code-form-rows = “{ $label }”有 { $found } 行，应为 { $least } 至 { $most } 行。
    .hint = 请增减行数；没有内容的行可以整段删去。
code-form-credit-code = 统一社会信用代码 { $found } 的{ $part ->
        [body] 第 9 至 17 位主体标识码校验位不符（GB 11714）
       *[whole] 校验位不符（GB 32100-2015）
    }。
    .hint = 请对照营业执照核对；早年确有校验位不符的真实代码，核对无误可以不改。
