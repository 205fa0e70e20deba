// The built-in indicator tables, id and text, sorted by id: data, not code.
&[("cement", include_str!("cement.toml")), ("coating", include_str!("coating.toml"))]
