# Cases
err-case-none = { $path } is no case folder (it has no case.toml)
    .hint = Name the case folder; where there is none yet, make one with juanzong new.
err-case-form-missing = the profile { $profile } needs the form { $form }, which there is not
    .hint = The folder rules/forms of the case should be as it was at the opening; restore it from a backup.
code-case-fact-invalid = { $problem ->
        [empty] not filled in
        [choice] “{ $value }” is not one of: { $expected }
        [scope] the division code “{ $value }” lies outside this profile ({ $expected })
        [other] “{ $value }” stands here, “{ $expected }” is expected
        [unknown-slot] the profile { $expected } has no slot “{ $value }”
       *[form] “{ $value }” is not written as expected: { $expected }
    }
    .hint = Open case.toml, fill it in as the notes after # say, and save it.
code-case-slot-empty = missing: { $title }{ $basis ->
        [text] {" "}(ordered by the text)
       *[practice] {" "}(expected by practice)
    }
    .hint = Where there is a form, fill in forms/{ $slot }.toml; put a stamped scan or other files into evidence/{ $slot }/.
code-case-typed-missing = nothing was typed for “{ $title }”
    .hint = Restore the file from a backup, or make an empty one with juanzong form skeleton.
code-case-typed-unreadable = the file is not UTF-8 text (from octet { $at })
    .hint = Open it in a text editor and save it with the encoding UTF-8.
code-case-original-missing = the scan named here is not there: { $path }
    .hint = Put the scan into evidence/{ $slot }/ and check its name in case.toml.
code-case-unknown-file = { $reason ->
        [link] this is a link or special file and will not enter the dossier
        [empty] this file is empty
       *[no-slot] this belongs to no slot and will not enter the dossier
    }
    .hint = Move the file into the folder of its slot, or out of the case folder.
checked-facts = facts
checked-slots = { $count } slots
