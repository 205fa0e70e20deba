// The built-in forms, id and text, sorted by id: data, not code.
&[
    ("app-base", include_str!("app-base.toml")),
    ("app-commit", include_str!("app-commit.toml")),
    ("app-form", include_str!("app-form.toml")),
    ("app-self", include_str!("app-self.toml")),
    ("filing-cover", include_str!("filing-cover.toml")),
    ("party-minutes", include_str!("party-minutes.toml")),
    ("rect-report", include_str!("rect-report.toml")),
    ("rev-qual", include_str!("rev-qual.toml")),
    ("sect-opinion", include_str!("sect-opinion.toml")),
    ("site-form", include_str!("site-form.toml")),
    ("site-opinion", include_str!("site-opinion.toml")),
    ("volume-catalogue", include_str!("volume-catalogue.toml")),
    ("volume-closing", include_str!("volume-closing.toml")),
    ("volume-cover", include_str!("volume-cover.toml")),
    ("volume-signings", include_str!("volume-signings.toml")),
]
