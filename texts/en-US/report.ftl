# The fixed words of a report
report-passed = PASSED
report-failed = FAILED
report-indeterminate = INDETERMINATE
report-note = note
report-error = { "error: " }
report-hint = { "hint: " }
report-target = { "target: " }
report-checked = { "checked: " }
report-unchecked = { "not checked: " }
report-verdict = { "verdict: " }
report-nothing = nothing
report-comma = { ", " }
report-semicolon = ;{" "}
report-line = line { $line }
report-clause = { " " }(rests on: { $clause })
report-numbers = { " " }({ $fails } failed, { $unsettled } indeterminate, { $notes ->
    [one] { $notes } note
   *[other] { $notes } notes
})
report-unlisted = { $count ->
    [one] { $count } more finding is not listed.
   *[other] { $count } more findings are not listed.
}

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
        [true] , rows { $rows }
       *[false] {""}
    }
report-words = words: { $text }
report-not-in-force = no longer in force: superseded, or its stage was sent back
report-reason = reason: { $indication }, see below
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
   *[other] day { $day }
} of month { $month } of { $year ->
    [every] every year
   *[other] { $year }
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
