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
err-base-toml = { $path } line { $line } column { $column }: { $message }
    .hint = Check the quotes, the equals sign and the dates on this line; words stand in straight double quotes.
