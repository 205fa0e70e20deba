# Profiles
err-profile-inconsistent = the profile { $file } contradicts itself: { $problem }
    .hint = Profiles are written by maintainers; send them this line.
err-profile-unknown = there is no profile { $id }; there are: { $known }
    .hint = Choose one of them and write it after --profile.
code-profile-invalid = the profile cannot be used: { $problem }
    .hint = rules/profile.toml of the case should be as it was at the opening; restore it from a backup.
