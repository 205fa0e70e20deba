// The built-in calendars, year and text, sorted by year: data, not code.
&[("2025", include_str!("2025.toml")), ("2026", include_str!("2026.toml"))]
