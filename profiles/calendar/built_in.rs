// The built-in calendars, year and text, sorted by year: data, not code.
&[
    ("2020", include_str!("2020.toml")),
    ("2022", include_str!("2022.toml")),
    ("2025", include_str!("2025.toml")),
    ("2026", include_str!("2026.toml")),
]
