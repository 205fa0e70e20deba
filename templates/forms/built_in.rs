// The built-in forms, id and text, sorted by id: data, not code.
&[("rev-qual", include_str!("rev-qual.toml"))]
