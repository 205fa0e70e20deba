# Forms and what is typed into them
err-form-file = the form file { $file } is faulty at line { $line }: { $problem }
    .hint = Form files are written by those who maintain the tool: pass this line on to them.

code-form-syntax = This cannot be read: { toml-mistake }
    .hint = Change this line as said, then try again.
code-form-unknown-field = There is no field “{ $field }”{ $nearest ->
    [none] .
   *[other] ; did you mean “{ $nearest }”?
    }
    .hint = { $nearest ->
        [none] Compare with the empty file and delete what is too much.
       *[other] Change the name left of the equals sign to “{ $nearest }”.
    }
code-form-field-missing = “{ $label-en }” ({ $label }) must be filled and is empty.
    .hint = { $fact ->
        [none] { $expected ->
            [table] Write rows, each as a block that begins with [[{ $field }]].
           *[other] Fill it in right of “{ $field }”.
        }
       *[other] Fill in { $fact } in case.toml, or right of “{ $field }”.
    }
code-form-field-invalid = “{ $label-en }” ({ $label }) says “{ $found }” but must be { $expected ->
    [text] one line of text between straight double quotes.
    [paragraph] text between straight double quotes.
    [person] the name of one person.
    [person-id] a person's number, for example p-0001.
    [phone] a telephone number, for example 0315-1234567.
    [credit-code] an 18-character credit code without the letters I, O, S, V, Z.
    [division] a 6-digit division code, for example 130283.
    [date] a date that exists, written 2026-03-06.
    [year] a year, for example 2026.
    [integer] a whole number, for example 12.
    [decimal] a number, for example 12.5, with no more decimals than allowed, no separators and no unit.
    [choice] one of: { $options-en }.
    [ticks] some of these, written ["…", "…"]: { $options-en }.
    [tick] true (ticked) or false (not ticked).
    [opinion] one of: { $options-en }.
    [table] rows, each beginning with [[{ $field }]].
   *[other] what the form asks for.
    }
    .hint = Correct it and check again; the notes and examples in the empty file show how it is written.
code-form-field-range = “{ $label-en }” ({ $label }) is { $found }{ $unit }, outside of { $min ->
    [none] no lower bound
   *[other] { $min }
    } to { $max ->
    [none] no upper bound
   *[other] { $max }
    }.
    .hint = Check the number and its unit.
code-form-field-long = “{ $label-en }” ({ $label }) has { $found } characters; at most { $most } are allowed.
    .hint = Shorten it, or add the details as evidence.
code-form-field-misplaced = “{ $field }” stands inside a row of a table.
    .hint = It does not belong to the table: move it above all [[…]].
code-form-field-contradicts = “{ $label-en }” ({ $label }) is filled although “{ $other-en }” ({ $other }) says it must not be.
    .hint = Change one of the two: empty “{ $label-en }” or correct “{ $other-en }”.
code-form-character = “{ $label-en }” ({ $label }) holds the invisible character { $character }, which cannot be printed.
    .hint = It was most likely pasted from elsewhere: type this field anew by hand.
code-form-rows = “{ $label-en }” ({ $label }) has { $found } rows; { $least } to { $most } are allowed.
    .hint = Add or remove rows; a row without content may be deleted whole.
code-form-credit-code = { $part ->
        [body] The check character of places 9 to 17 of the credit code { $found }, the body's own code, does not fit (GB 11714)
       *[whole] The check character of the credit code { $found } does not fit (GB 32100-2015)
    }.
    .hint = Compare it with the business licence; some early lawful codes do not fit, so leave it if it is right.
