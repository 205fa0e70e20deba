# Cases
err-case-none = { $path } is no case folder (it has no case.toml)
    .hint = Name the case folder; where there is none yet, make one with juanzong new.
err-case-form-missing = the profile { $profile } needs the form { $form }, which there is not
    .hint = The folder rules/forms of the case should be as it was at the opening; restore it from a backup.
err-case-no-table = there is no indicator table “{ $id }”; there are: { $known }
    .hint = Tables lie in indicators/ of the folder that --profiles names; a file is named by its id.
err-case-no-rows = no paper that this grade needs has a table for indicators
    .hint = Leave --indicators out, or check profile and grade.
code-case-fact-invalid = { $problem ->
        [empty] not filled in
        [choice] “{ $value }” is not one of: { $expected }
        [scope] the division code “{ $value }” lies outside this profile ({ $expected })
        [other] “{ $value }” stands here, “{ $expected }” is expected
        [unknown] the rules know no “{ $value }”; there are: { $expected }
        [unknown-slot] the profile { $expected } has no slot “{ $value }”
       *[form] “{ $value }” is not written as expected: { $expected }
    }
    .hint = Open case.toml, fill it in as the notes after # say, and save it.
code-case-credit-code = { $part ->
        [body] the check character of places 9 to 17 of the credit code { $found }, the body's own code, does not fit (GB 11714)
       *[whole] the check character of the credit code { $found } does not fit (GB 32100-2015)
    }
    .hint = Compare it with the business licence; some early lawful codes do not fit, so leave it if it is right.
code-case-division-doubtful = { $problem ->
        [ended] the division code { $code } ({ $name }) is no longer in use after { $day }{ $now ->
            [none] {""}
           *[other] ; it is now { $now }
        }
        [not-yet] the division code { $code } ({ $name }) exists only from { $day }, later than the day of application
       *[unknown] the division code { $code } is not in the table
    }
    .hint = Compare division and day of application in case.toml; codes of development zones used in statistics are not of GB/T 2260, so give the district's.
code-case-industry-doubtful = the industry “{ $found }” { $problem ->
        [several] may be any of these key industries: { $meant-en }
        [unmapped] is an industry code for which no key industry is listed here
        [elsewhere] is a key industry ({ $meant-en }), but not in this place
       *[unknown] is neither the name of a key industry nor an industry code
    }
    .hint = Judge by the technical guide and the local list, and write the key industry's name under industries in case.toml, for example ["水泥"].
code-case-outside-validity = the day of application { $day } is outside the validity of “{ $title }” (from { $from }{ $until ->
    [none] {""}
   *[other] {" "}until { $until }
})
    .hint = Check the day; old dossiers of that time may stay as they are, new applications fall under the rules in force.
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
checked-deadlines = { $count } deadlines
checked-consequences = { $count } rules of eligibility
checked-stages = { $count } stages
checked-slots = { $count } slots
code-case-overdue = { $days } days overdue: { $title } ({ $actor }); the last day was { $due }
    .hint = Do it soon; if it is done, type its day in the paper or under [dates] in case.toml.
code-case-done-late = { $days } days late: { $title } ({ $actor }); done { $met }, the last day was { $due }
    .hint = Check the day; if it really was late, file the reason with the case.
code-case-due-rest-day = The last day of “{ $title }”, { $due }, is a rest day; a fixed day does not move
    .hint = Do it on a working day before.
code-case-due-conflict = Deadlines contradict each other: “{ $title }” ends { $due }, but must come before “{ $other }” ({ $before })
    .hint = Go by the earlier one, or hold the site review earlier.
code-case-year-missing = No public holidays are known for { $year }; “{ $title }” cannot be counted
    .hint = Write calendar/{ $year }.toml from the State Council's notice into a folder of rules and name it with --profiles.
code-case-barred = No application may be made: { $title }; record: { $entries }{ $free ->
    [none] {""}
   *[other] ; free from { $free }
}
    .hint = Check the entries and days under [[record]] in case.toml; if they are right, the application is not accepted.
code-case-lowest-grade = Falls to the lowest grade: { $title }; record: { $entries }
    .hint = Check the entries under [[record]] in case.toml; if they are right, follow the article.
code-case-off-the-list = To be taken off the list: { $title }; record: { $entries }
    .hint = Check the entries under [[record]] in case.toml; if they are right, follow the article.
code-case-record-weighs = To be weighed in an opinion: { $title }; record: { $entries }
    .hint = The text attaches no consequence of its own; whoever gives the opinion says so.
code-case-expert-conflict = The expert “{ $name }” { $why ->
    [third_party] serves firms as a third party
    [interest] has an interest in the enterprise
    [unit] is of the enterprise itself or of an organisation with an interest in it
   *[barred] is barred from taking part
} and may not take part
    .hint = Take another expert, or correct the entry.
code-case-expert-industry = Too few experts of the industry: { $wanted } wanted, { $found } found (industry: { $industries })
    .hint = Invite at least one expert of the industry; write the field as the industry is called.
code-case-grade-below = The grade applied for, { $applied }, is not reached: { $part ->
    [none] {""}
   *[other] { $part }{" "}
}reaches { $reached } by its weakest rows: { $rows }
    .hint = Check these rows; if they are right, apply for the grade reached, or rectify and say so item by item in the rectification report.
code-case-grade-mixed = Two ladders of grades ({ $ladders }) that no text orders; they are not merged; possible readings: { $suggested }
    .hint = Somebody entitled to it confirms the grade of the whole and writes it into the papers.
code-case-grade-contradicts = Row { $row } contradicts itself: applied for { $applied }, but its answer does not agree with “grade reached: { $reach }”
    .hint = “met” where the grade applied for is reached, “not met” where it is not; the grade must be of the same ladder.
code-case-gate-closed = Cannot go on: { $title }
    .hint = Settle this first, then go to the next stage.
code-case-no-crowd = { $title }: of the { $listed } listed, no two days in a row hold more than { $most }
    .hint = Check the days of receipt; where the condition is not met the limit stands as it was.
code-case-trait-unstated = Not stated: { $trait } (“{ $title }” depends on it)
    .hint = Write { $id } = true or false under [traits] in case.toml.
code-case-day-unknown = The day of “{ $event }” is not stated, so whether “{ $title }” was in time cannot be said
    .hint = Write { $id } = the day (such as 2026-04-10) under [dates] in case.toml.
code-case-drawing-missing = rasterise of { $slot } in case.toml names { $path }, which is not among the evidence
    .hint = Check the name, written as evidence/<slot>/<file>; take the line out if it is not needed any more.

# ── the one-time notice: written to the applicant, without names of files and keys ──
notice-field = "{ $label }"{ $row ->
    [0] {""}
   *[other] {" "}(row { $row })
}
notice-comma = {", "}
notice-rest = {" "}and { $count } more
notice-demand = Correct it as required and hand it in again.
notice-case-slot-empty = Not handed in.
    .demand = Hand it in; copies bear the company's seal.
notice-case-typed-missing = Not handed in.
    .demand = Hand it in.
notice-case-typed-unreadable = The file cannot be opened.
    .demand = Hand in a file that can be opened.
notice-case-original-missing = The scan of the sealed original is missing.
    .demand = Hand in the scan of the sealed original.
notice-case-unknown-file = A file is empty or no ordinary file.
    .demand = Hand in the whole file again.
notice-case-overdue = Not done in time.
    .demand = Do it at once and state in writing why it is late.
notice-form-field-missing = Not filled in: { $fields }.
    .demand = Fill these in.
notice-form-syntax = What was filled in cannot be read.
    .demand = Fill in the form again after the sample.
notice-form-unknown-field = There is something that the form does not ask for.
    .demand = Fill in the form again after the sample.
notice-form-field-misplaced = Something stands in the wrong place.
    .demand = Fill in the form again after the sample.
notice-form-field-invalid = Not written as required: { $fields }.
    .demand = Correct these after the form's instructions.
notice-form-field-range = Values outside what is possible: { $fields }.
    .demand = Check value and unit, and correct.
notice-form-field-long = Too long: { $fields }.
    .demand = Shorten them and attach details as evidence.
notice-form-field-contradicts = In contradiction to the rest of the form: { $fields }.
    .demand = Find out what is right and correct it.
notice-form-character = Characters that cannot be printed: { $fields }.
    .demand = Fill these in again.
notice-form-rows = Tables with too few or too many rows: { $fields }.
    .demand = Add or remove rows as required.
unchecked-case-papers = The grade applied for is not known, so neither papers nor deadlines were checked
