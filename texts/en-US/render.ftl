# Setting documents
err-render-face = { $path } is not a usable font file
    .hint = Check that it is a TTF, OTF or TTC face and not damaged; or remove its line from juanzong.toml in the font folder.
err-render-embedding = the face { $family } ({ $path }) declares that it may not be embedded; PDF/A for archives must embed its faces
    .hint = Use a face that may be embedded, or take it out of the font folder and use the built-in one.
err-render-glyphs = “{ $document }” has characters that no face has: { $characters }
    .hint = The field stands in brackets. Check for a typing slip first; for a truly rare character put a face that has it into a font folder and name it with --font-dir.
err-render-theme = the theme cannot set “{ $document }”: { $message } ({ $place })
    .hint = If you use a theme folder of your own, try without it; if the built-in theme fails too, send this line to the maintainers.
err-render-docx = “{ $document }” cannot be written as DOCX: { $message }
    .hint = The PDF is not affected; send this line to the maintainers.
