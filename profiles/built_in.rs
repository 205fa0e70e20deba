// The built-in profiles, id and text, sorted by id: data, not code.
&[
    ("hebei-2020", include_str!("hebei-2020.toml")),
    ("sanmenxia-2022", include_str!("sanmenxia-2022.toml")),
    ("sanmenxia-2022-lookback", include_str!("sanmenxia-2022-lookback.toml")),
    ("shaoxing-draft", include_str!("shaoxing-draft.toml")),
    ("shaoxing-draft-lookback", include_str!("shaoxing-draft-lookback.toml")),
    ("tangshan-2025", include_str!("tangshan-2025.toml")),
    ("tangshan-2025-lookback", include_str!("tangshan-2025-lookback.toml")),
    ("urumqi-2025", include_str!("urumqi-2025.toml")),
    ("urumqi-2025-lookback", include_str!("urumqi-2025-lookback.toml")),
]
