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

# Counts that several rooms share; the variable of every count is $count
checked-files = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
