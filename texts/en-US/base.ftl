# Reading and writing of files and data files
err-base-missing = { $path } was not found
    .hint = Check the path, and whether the file was moved or renamed.
err-base-full = the disk is full; { $path } was not written
    .hint = Free some space and try again; the unfinished file is gone and nothing else was changed.
err-base-denied = no permission: { $path } ({ $cause })
    .hint = { $act ->
        [read] Ask the administrator for permission to read this file, or have it copied to where you may read.
        [list] Ask the administrator for permission to read this folder.
       *[other] Choose a folder you may write to, or ask the administrator.
    }
err-base-io = reading or writing failed: { $path } ({ $cause })
    .hint = Check that the disk, network drive or USB stick is connected, then try again.
err-base-exists = { $path } exists already and was not overwritten
    .hint = Choose another name, or move the old one away first.
err-base-large = { $path } is too large; at most { $limit } octets are read
    .hint = Check whether this is the right file.
err-base-encoding = { $path } is not UTF-8 text (from octet { $at })
    .hint = Open it in a text editor and save it with the encoding UTF-8.
err-base-toml = { $path } line { $line } column { $column }: { toml-mistake }
    .hint = Change this line as said, then try again.

# Mistakes in data files; sentences that refer to this bear mistake, what, known, problem
toml-mistake = { $mistake ->
    [full-width] here stands the character “{ $what }” of an input method; type { $known } instead
    [no-quotes] words stand between straight double quotes, such as "Example Works"; a date is written 2026-03-01, a number without its unit
    [no-value] nothing stands after the equals sign; type it between straight double quotes, or delete the whole line for now
    [no-equals] the equals sign is missing: a line is “name = value”
    [open-quote] a quote is not closed: a straight quote is missing at the end of the line
    [open-bracket] a bracket is not closed: { $what } is missing
    [twice] the same name stands twice; keep one of them
    [date] the date is wrong: write it as 2026-03-01, month and day with two digits each
    [number] the number is wrong: no zero before it, one decimal point at most, no unit behind it
    [backslash] a backslash between double quotes is written twice, or use / instead
    [name] left of the equals sign only the names of the empty file may stand; they are neither changed nor left out
    [comma] the items between square brackets are set apart by commas, one each
    [rest] something is left over behind this line's value; one line bears one name
    [invisible] a control character that cannot be seen stands here; type this passage again
    [deep] brackets are nested too deeply
    [unknown] there is no “{ $what }” here; what may stand here: { $known }
    [unneeded] there is no “{ $what }” here; delete it
    [missing] “{ $what }” is missing
    [choice] “{ $what }” is none of the choices: { $known }
    [want-text] words are wanted here, between straight double quotes
    [want-number] a number is wanted here, without quotes
    [want-yes-no] true or false is wanted here, without quotes
    [want-list] a list is wanted here: between square brackets, set apart by commas
    [want-table] a group of “name = value” is wanted here
    [want-date] a date is wanted here, such as 2026-03-01, without quotes
   *[other] { $problem }
}
