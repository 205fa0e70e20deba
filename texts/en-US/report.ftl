# The fixed words of a report
report-passed = PASSED
report-failed = FAILED
report-indeterminate = INDETERMINATE
report-note = note
report-error = { "error: " }
report-hint = { "hint: " }
report-hint-alike = { "hint (one example, the others alike): " }
report-target = { "target: " }
report-checked = { "checked: " }
report-unchecked = { "not checked: " }
report-verdict = { "verdict: " }
report-unverified = not verified
report-nothing = nothing
report-comma = { ", " }
report-semicolon = ;{" "}
report-line = line { $line }
report-many = at { $count } places
report-of-many = { $place }: { $said }
report-clause = { " " }(rests on: { $clause })
report-numbers = { " " }({ $fails } failed, { $unsettled } indeterminate, { $notes ->
    [one] { $notes } note
   *[other] { $notes } notes
})
report-unlisted = { $count ->
    [one] { $count } more finding is not listed.
   *[other] { $count } more findings are not listed.
}

# What findings rest on: the sections of the description of formats
clause-formats = description of formats, section { $n }, “{ $title }”
clause-formats-1 = Names
clause-formats-2 = Case folder
clause-formats-3 = Statements
clause-formats-4 = Policy and time
clause-formats-5 = Key ring and trust
clause-formats-6 = Filing and package
clause-formats-7 = Verdicts
clause-formats-8 = Draws

# The table of signatures
report-col-seat = seat
report-col-person = signer
report-col-opinion = opinion
report-col-time = claimed time
report-col-verdict = verdict
report-stage = { $kind ->
        [open] — { $nn } opening —
        [return] — { $nn } { $stage }, sent back —
       *[stage] — { $nn } { $stage } —
    }
report-stage-after = — after filing —
report-answers = who answers for rows { $rows } of { $paper }: { $by }
report-answers-one = { $name } ({ $person }, { $seat }, { $said })
report-answers-and = {", "}
report-opinion = { $opinion ->
        [agree] agrees
        [disagree] disagrees
        [abstain] abstains
        [withdraw] withdraws
        [open] opens
        [roster] roster
        [return] sends back
       *[seal] seals
    }
report-capacity = capacity: { $has-org ->
        [true] { $org }
       *[false] unknown
    }, { $has-act ->
        [true] by { $act }
       *[false] no mandate
    }; { $files } files{ $has-rows ->
        [true] , rows { $rows } of { $paper }
       *[false] {""}
    }
report-words = words: { $text }
report-not-in-force = no longer in force: superseded, or its stage was sent back
report-reason = reason: { $indication }{ $explained ->
        [true] {""}, see below
       *[false] {""}
    }
report-when-filed = as known on the day of filing: { $judged }
report-times = All times are claimed by the signers; no filing log or time-stamp proves them.
report-votes = vote: { $stage } "{ $seat }", { $whole } members, { $agree } agree, { $disagree } disagree, { $abstain } abstain: { $adopted ->
        [true] carried
       *[false] not carried
    }
report-after-first = Note: { $count } statements were signed after filing; see the rows "after filing". They are not in the package.
report-filed = as known on the day of filing:{" "}
report-today = as known today:{" "}
report-at = as known at { $time }:{" "}

# Counts that several rooms share; the variable of every count is $count
checked-files = { $count ->
    [one] { $count } file
   *[other] { $count } files
}

# ── rules of deadlines ──
rule-quarter-day = by { $day ->
    [last] the end
   *[other] day { $day }
} of { $month ->
    [0] the month before the quarter
   *[other] month { $month } of the quarter
}{ $inclusive ->
    [yes] , that day included
   *[no] , that day not included
}
rule-month-day = by { $day ->
    [last] the end
   *[other] { $day }
}{ $day ->
    [last] {" "}of
   *[other] {""}
} { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[other] December
}{ $year ->
    [every] {" "}of every year
   *[other] {" "}{ $year }
}{ $inclusive ->
    [yes] , that day included
   *[no] , that day not included
}
rule-day-of-month = by { $day ->
    [last] the end
   *[other] day { $day }
} of each month{ $inclusive ->
    [yes] , that day included
   *[no] , that day not included
}
rule-period = within { $number } { $unit ->
    [working] working days
    [calendar] days
    [months] months
   *[years] years
} from { $from }{ $again ->
    [none] {""}
   *[other] {" "}(anew after { $again })
}
rule-quarter = within the quarter
rule-year = within the year
rule-set = on the day set by “{ $event }”

# The report as PDF
paper-title = Verification of a Package
paper-target = package
paper-digest = SHA-256 of the package
paper-case = case
paper-enterprise = enterprise (as stated)
paper-rules = rules
paper-trust = SHA-256 of the trust file
paper-now = verified at
paper-as-of = { $now } (as known at { $at })
paper-none = none
# The word is the indication itself in English.
paper-judged = { $word ->
       *[other] { $indication }
    }
paper-first-part = 1. Verdict
paper-second-part = 2. Signatures
paper-third-part = 3. Findings
paper-fourth-part = 4. What was checked and what was not
paper-fifth-part = 5. What this report is
paper-verdict-passed = PASSED: the package is whole, its signatures and seals hold, and they are what the rules in it ask for.
paper-verdict-failed = FAILED: do not rely on this package; part 3 says why.
paper-verdict-indeterminate = INDETERMINATE: nothing can be concluded from what is at hand; part 3 says why.
paper-no-signings = There are no signatures to list.
paper-no-findings = Nothing was found.
paper-no-mandate = no mandate
paper-by-act = by { $act }
paper-past = (no longer in force)
paper-files = { $count } files
paper-rows = rows { $rows } of { $paper }
paper-col-seat = seat
paper-col-person = signer, organisation, mandate
paper-col-opinion = opinion
paper-col-claimed = claimed time
paper-col-proven = proven time
paper-col-covers = files and rows
paper-col-judged = verdict and reason
paper-col-bearing = kind
paper-col-code = code
paper-col-place = place
paper-col-said = what it means
paper-line = { $n }. { $line }.
paper-unchecked-trust = No trust file was given: whether the public keys belong to the persons named was not checked
paper-unchecked-times = Times are claimed: no filing log or time-stamp proves any of them; colluding key holders could sign the whole case again with earlier times, which any copy kept outside exposes
paper-unchecked-content = Whether the papers are true and the indicators rightly judged is not a matter of this check
paper-unchecked-scans = Whether typed data agrees with stamped and signed scans is for people to compare
paper-unchecked-reading = Whether a signer really read the files signed for cannot be checked
paper-unchecked-law = Whether the rules are the text that the authority issued rests on the trusted key ring, or on the rules that come with the program
paper-no-seal = A program computed this report from the octets of the package. It is no electronic seal and no certified electronic signature, and it is not signed itself.
paper-words = The words are those of ETSI EN 319 102-1: PASSED, FAILED, INDETERMINATE; behind the slash stands the kind of reason, and behind that the program's own code.
paper-again = Anybody can repeat this check with the same package and the same trust file; without this program, with common tools, as the page “Verifying a package without juanzong” says that is published with it, beside the description of formats.
paper-signs = Verified by (signature)
err-report-workbook = The workbook cannot be made: { $cause }
    .hint = Use fewer rows or shorter texts, make room in the folder for temporary files, or write .pdf or .docx instead.

report-col-case = case
report-col-waited = after
report-someone = — { $person }, { $org } — dossiers { $dossiers }, signatures { $signed } (agree { $agree }, disagree { $disagree }, abstain { $abstain }), worth a look { $odd }
report-beside = In the same dossiers: { $list }
report-beside-one = { $name } in { $count }
report-beside-comma = {", "}
report-deed-rows = answers for rows { $rows }
report-deed-verdict = verdict: { $judged }
report-odd = { $kind ->
        [before] Look: claims a time { $span } before its stage began
        [quick] Look: signed { $span } after its stage began, which is hardly time to read
        [apart] Look: only { $span } after an opinion in another dossier ({ $other })
       *[seat] Look: the same person also gives an opinion as “{ $other }” in this dossier
    }
report-span = { $count } { $unit ->
        [day] d
        [hour] h
        [minute] min
       *[second] s
    }
report-who-row = “{ $paper }”, row { $row }:
report-who-nobody = No opinion in force answers for this row.

# People over many dossiers and who answers for a row, as papers and workbook
people-title = Signers over Many Dossiers
people-lead = At { $now }, packages read: { $read }{ $unread ->
        [0] {""}
       *[other] {" "}(not readable: { $unread })
    }; signers: { $people }; signatures: { $signed }, of these worth a look: { $odd }.{ $trusted ->
        [true] {""}
       *[false] {" "}No trust file was given, so nothing is said about whose keys these really are.
    }
people-first-part = 1. Signers
people-second-part = 2. Worth a look
people-third-part = 3. Everything signed
people-nothing-odd = Nothing is worth a look.
people-closing = All times are claimed by the signers. Worth a look is no fault: it says where to begin; whether anything was wrong is for the reader of the dossiers to judge.
people-more = { $count } more rows are not printed; the workbook (.xlsx) has them all.
people-beside-more = {" "}and { $count } more
people-signs = Inspected by (signature)
people-col-person = signer
people-col-org = organisation
people-col-dossiers = dossiers
people-col-signed = signed
people-col-agree = agree
people-col-disagree = disagree
people-col-abstain = abstain
people-col-odd = worth a look
people-col-beside = signed beside (in so many dossiers)
people-col-remark = remark
people-sheet-people = people
people-sheet-deeds = signatures
who-title = Who Answers for a Row
who-row = row asked for
who-verdict = verdict on the whole package
who-heading = “{ $paper }”, row { $row }
who-signed = Signed to answer for this row:
who-closing = A program computed this record from the package; it is no electronic seal. A report on the whole package is made with verify --report.
who-signs = Asked by (signature)

report-nature = { $nature ->
        [authenticity] Authenticity
        [completeness] Completeness
        [usability] Usability
       *[security] Security
    }
report-nature-mark = { $mark ->
        [passed] passed
        [failed] failed
        [manual] for a person
       *[not-applicable] not applicable
    }
report-nature-undone = { $basis ->
        [carrier] not checked: the package cannot be opened
        [signatures] no trust file given, signatures not confirmed
        [typed] not checked: no typed data can be read
        [content] no file of content was found
       *[other-sources] not compared with another source
    }
report-nature-sum = { $target } ({ $case }): passed { $passed }, failed { $failed }, for a person { $manual }, not applicable { $not-applicable }
report-nature-item = item
report-nature-kind = nature
report-nature-name = check
report-nature-looked = looked at
report-nature-mark-head = result
report-nature-remark = remark
report-nature-target = package
report-nature-sums = sums
report-nature-failed = Failed items
report-nature-none = No item fails.
report-nature-items = items
report-nature-lead = By { $basis }, at { $now }, packages checked: { $count }. What was not checked is left to a person and never counts as passed.
report-nature-closing = Items for a person are filled in by hand; a program replaces neither a virus scan nor a look at samples and carriers. What the codes under “remark” mean is told by the report on that package (juanzong verify --report).
report-nature-checked-by = Checked by
report-nature-reviewed-by = Reviewed by
