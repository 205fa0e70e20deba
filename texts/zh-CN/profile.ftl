# 规则
err-profile-inconsistent = 规则文件 { $file } 自相矛盾：{ $problem }
    .hint = 规则文件由维护人员编写，请把这一行转给他们。
err-profile-unknown = 没有名为 { $id } 的规则；现有：{ $known }
    .hint = 请从现有规则中选一个，写在 --profile 后面。
code-profile-invalid = 规则无法使用：{ $problem }
    .hint = 案件里的 rules/profile.toml 应与立案时一致，请从备份恢复。
