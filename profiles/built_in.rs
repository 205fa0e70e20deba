// The built-in profiles, id and text, sorted by id: data, not code.
&[("tangshan-2025", include_str!("tangshan-2025.toml"))]
