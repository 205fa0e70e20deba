# look-backs: the re-check made from a filed package, and both compared

cmd-lookback = check filed dossiers again and compare row by row
    .more = Two steps: new makes the re-check case from the package, with what was found then, who signed it and what verification says; once it is filled in and signed, compare sets it beside the filed dossier and proposes what follows, with the article.
cmd-lookback-new = make the re-check case from a filed package
    .more = For example: juanzong lookback new TS-130283-2026Q2-0001.zip --into recheck/demo --trust trust.json. The package is verified first; then every row of the site form is copied into the record of the re-check. Typed data is read only as a review in force covers it. Go on as with any case: fill in, build, sign, seal, pack.
    .package = filed package, or the folder it was unpacked to
    .into = folder of the re-check case to make
    .profile = rules of the re-check; needless where only one fits
    .trust = trust file from outside the package
    .register = folder of the register: compares with the digest at receipt
    .drawn = the two files of a draw, list and result: shows that this dossier was drawn
    .round = year (round) of the re-check; this year without it
    .id = number of the re-check case; the next free one without it
    .branch = full name of the office in charge; that of the filed dossier without it
cli-lookback-made = re-check case { $case } was made: { $dir }. { $rows } rows were copied from the filed dossier; fill in these files with a text editor:
cli-lookback-refused = No re-check case was made; the reason stands above.
cli-lookback-next = Fill in what is found now, row by row, and who checks; nobody who signed the filed dossier may take part, they are listed at the head of the record. Then run: juanzong check { $typed }
cli-lookback-unsound = Mind: the filed dossier fails its verification. The re-check case was made all the same and says so; find out what is wrong with the package with juanzong verify first.
cli-lookback-open = Mind: the verdict on the filed dossier is indeterminate, and the record says so. With --trust, or once the cause is settled, delete this case and make it anew.
cli-lookback-rehearsal = Mind: the draw is a rehearsal, which can be steered and is no formal sample.

err-lookback-none = no rules say how dossiers of { $of } are looked back on
    .hint = Name the rules with --profile, or put them into the folder of --profiles; there are: { $known }.
err-lookback-other = the rules { $profile } are none of look-backs, or not on dossiers of { $of }
    .hint = Rules that fit: { $known }.
err-lookback-several = several rules look back on dossiers of { $of }: { $known }
    .hint = Say which with --profile.
err-lookback-form = the record of { $profile } lacks its form { $form }
    .hint = See whether the folder of --profiles is complete: juanzong profile check.
err-lookback-recheck = { $path } is no re-check case
    .hint = First comes the filed package, then the case that lookback new made, or its package; were they swapped?
err-lookback-original = { $path } is a re-check, not a filed dossier
    .hint = First comes the filed package, then the re-check case or its package; were they swapped?

checked-lookback-rows = { $count } rows compared
checked-lookback-people = { $count } persons who checked again

unchecked-lookback-rows = the rows were not compared
unchecked-lookback-signed = the record of the re-check is not signed yet; this is a preview

code-audit-lookback-unsound = the { $side ->
        [original] filed dossier
       *[recheck] re-check
    } { $verdict ->
        [failed] fails its verification
       *[indeterminate] cannot be judged
    }: { $why }
    .hint = juanzong verify tells every detail. Where the filed dossier cannot be relied on, fetch the copy of another keeper.
code-audit-lookback-unread = { $why ->
        [rules] rules or facts of the package cannot be read
        [other-rules] the filed dossier rests on rules that these do not look back on
        [review] the typed data is not covered by a review in force and cannot be used
        [table] the typed data lacks the table that is checked again
        [record] the record of the re-check is not there or cannot be read
        [unsigned] the record as it stands is not covered by a review in force
       *[rows] no rows to check again: this grade has no site form, or it is empty
    }
    .hint = { $why ->
        [other-rules] Give the filed dossier that the record names, or choose other rules of look-back with --profile.
        [record] Fill in the record of the re-check first; juanzong check tells what is missing.
        [unsigned] Build the documents anew after filling in, and let those who checked sign.
       *[other] Typed data is used only as a review in force covers it. See why with juanzong verify, or take another copy.
    }
code-audit-lookback-digest = the package is not the one { $source ->
        [register] that was registered
        [list] on the list of the draw
       *[record] that the record names
    }: { $named }, now { $found }
    .hint = This is another package than the one then. Find out when and by whom it was exchanged, and restore the former one.
code-audit-lookback-unregistered = the register has no case { $case }
    .hint = The digest at receipt cannot be compared. See whether this is the register of the archive that keeps the package.
code-audit-lookback-not-drawn = case { $case } was not drawn
    .hint = See whether list and result are those of this sample; leave --drawn out where nothing was drawn.
code-audit-lookback-other-dossier = the record is about another dossier: it names { $named }, this one is { $found }
    .hint = Give the filed dossier that the record names; the rows were not compared.
code-audit-lookback-earlier = the re-check was opened ({ $opened }) before the dossier was filed ({ $filed })
    .hint = Times are claimed. Find out whether one of them is untrue.
code-audit-lookback-row-missing = row { $row } of the filed paper, “{ $item }”, was not checked again
    .hint = No row may be left out. Make another case with lookback new to get all rows, add what is missing and sign again.
code-audit-lookback-row-extra = row { $at } of the record, “{ $item }”, { $why ->
        [twice] stands twice (number then: { $row })
       *[unknown] is not in the filed paper (number then: { $row })
    }
    .hint = Write what is new into the row that it belongs to, or into what must be put right; do not add rows.
code-audit-lookback-row-changed = { $what ->
        [item] the indicator
        [demand] the demand
        [signer] the signer
       *[then] what was found then
    } of filed row { $row } was reworded: it was “{ $was }”, the record says “{ $is }”
    .hint = What is copied from the filed dossier may not be changed; restore it and sign again.
code-audit-lookback-row-open = row { $rows } has no result yet
    .hint = Fill in what is found now, the result and the grade reached.
code-audit-lookback-row-unsigned = nobody signed for row { $row }, “{ $item }”, of the { $side ->
        [original] filed paper
       *[recheck] re-check
    }
    .hint = No review in force says that it answers for this row, so nobody can be held to it.
code-audit-lookback-same-person = { $name } ({ $person }, { $seat }) checks again and signed the filed dossier ({ $other })
    .hint = Somebody else should check again. Replace the person and sign again.
code-audit-lookback-same-name = { $name } ({ $person }), who checks again, has the name of { $other }, who signed the filed dossier
    .hint = The numbers differ; it may be one person in two key rings. A person has to look.
code-audit-lookback-disputed = row { $row }, “{ $item }”, says “as before”, but it was “{ $was }” and is “{ $is }”
    .hint = Whoever checked it corrects the answer and says how it differs.
code-audit-lookback-unmet = row { $row }, “{ $item }”, is not met now; { $signers } signed for it then
    .hint = Whether it was checked truthfully then is for people to find out: who checks, signs and answers.
code-audit-lookback-grade-below = the rows reach { $reached }, below the filed grade { $filed }; held there by row { $rows }
    .hint = What follows, with its article, stands in the comparison.
code-audit-lookback-grade-open = the grade cannot be computed: row { $rows } { $why ->
        [unanswered] has no result
        [no-grade] names no grade
        [other-ladder] names a grade of another kind of industry
        [contradicts] contradicts itself in result and grade
       *[nothing] (none counts)
    }
    .hint = Whoever checked corrects it and signs again.
code-audit-lookback-proposal = the record proposes “{ $typed }”; by the rules it would be “{ $wanted }”
    .hint = That they differ is no fault by itself; say why where the case is handled.

# the report of a comparison
lookback-title = Look-back compared with the filed dossier
lookback-part = { $side ->
        [original] filed dossier
       *[recheck] re-check
    } { $case } ({ $enterprise }): { $filed ->
        [true] filed { $time }
       *[false] not filed yet, opened { $time }
    }; verified: { $judged }
lookback-none = none
lookback-unjudged = nobody has signed yet, nothing to verify
lookback-col-row = row
lookback-col-item = indicator
lookback-col-then = then
lookback-col-found-then = found then
lookback-col-signed-then = signed then by
lookback-col-now = now
lookback-col-found-now = found now
lookback-col-signed-now = signed now by
lookback-col-change = state
lookback-col-remark = how it differs
lookback-col-evidence = evidence
lookback-col-conclusion = conclusion
lookback-sheet-rows = rows
lookback-sheet-conclusion = conclusion
lookback-change = { $change ->
        [same] same
        [mended] put right
        [differs] differs
        [worse] worse
        [open] open
        [missing] left out
       *[extra] added
    }
lookback-detail = { $what ->
        [then] then: { $words }
        [now] now: { $words }
        [remark] differs: { $words }
       *[evidence] evidence: { $words }
    }
lookback-signed = { $name } ({ $person }, { $seat }, { $time }{ $counts ->
        [true] {""}
       *[false] , { $verdict }
    })
lookback-grade-reached = { $grade } (held there by row { $rows })
lookback-grade-open = cannot be computed (row { $rows })
lookback-grade-nothing = no row counts
lookback-grades = Grade: filed { $grade }; by the rows then: { $then }; by the rows now: { $now }.
lookback-counts = Rows: same { $same }, put right { $mended }, differing { $differs }, worse { $worse }, open { $open }, left out { $missing }, added { $extra }.
lookback-rechecker = { $name } ({ $person }, { $seats }) checked again: { $kind ->
        [before] signed the filed dossier ({ $before }) and should not have.
        [namesake] has the name of { $namesakes }, who signed the filed dossier; a person has to look.
       *[fresh] did not sign the filed dossier.
    }
lookback-nobody = Nobody has signed the re-check yet.
lookback-no-proposal = Nothing can be proposed yet: rows are lacking, or the grade cannot be computed.
lookback-proposal = Proposal ({ $came ->
        [held] as it was found then
        [differs] found otherwise, the grade holds
        [below] below the filed grade
       *[unsound] the filed dossier cannot be relied on
    }): { $title }{ $has-actor ->
        [true] ; by { $actor }
       *[false] {""}
    }. Article { $cite }, { $basis ->
        [text] as the text says
       *[practice] by practice
    }.
lookback-typed = The record of the re-check proposes: { $typed }.
lookback-answerable = Who signed for which rows (by the statements in force; times are claimed):
lookback-sign-which = what
lookback-sign-person = signed by
lookback-sign-seat = seat
lookback-sign-time = claimed time
lookback-sign-verdict = signature
lookback-sign-rows = rows
lookback-which = what
lookback-original = filed dossier
lookback-recheck = re-check
lookback-case = case
lookback-enterprise = enterprise (as the dossier says)
lookback-rules = rules
lookback-opened = opened (claimed)
lookback-filed = filed (claimed)
lookback-digest = digest of the package
lookback-judged = verified
lookback-trust = SHA-256 of the trust file
lookback-now = compared at
lookback-first-part = 1. Conclusion and proposal
lookback-second-part = 2. Row by row
lookback-third-part = 3. Findings
lookback-fourth-part = 4. What the record says of the filed dossier and its draw
lookback-fifth-part = 5. What was not checked, and what this paper is
lookback-verdict-passed = : both dossiers are valid, every row was checked again, the grade is no lower.
lookback-verdict-failed = : the re-check found something, or a dossier is not as it should be; see part 3.
lookback-verdict-indeterminate = : this does not suffice for a conclusion; see part 3.
lookback-no-rows = The rows were not compared; part 3 says why.
lookback-no-record = The record says nothing of these.
lookback-compared-by = compared by (signature)
lookback-reviewed-by = reviewed by (signature)
lookback-note-truth = whether what was found on site is true, and whether a difference was overlooked then or came later, is for people to find out and was not compared
lookback-note-person = whether those who checked again have an interest in the enterprise was not looked at
lookback-note-decision = the proposal follows from the rules and is no decision; who is competent decides on a downgrade
lookback-note-again = this paper was computed from the two dossiers and bears no signature of its own; anybody can do it again with the same dossiers and trust file

cmd-lookback-compare = set a re-check beside the filed dossier and propose what follows
    .more = For example: juanzong lookback compare TS-130283-2026Q2-0001.zip recheck/demo --trust trust.json --report compared.pdf. Shows row by row what was found, the grade and who signed, then and now; rows left out, added or reworded are told, and so is who checks again after having signed the filed dossier. It may be run before everybody has signed.
    .original = filed package, or the folder it was unpacked to
    .recheck = folder of the re-check case, or its package
    .trust = trust file from outside the package
    .report = writes the comparison as .pdf, .xlsx or .json; may be given several times
cli-lookback-report = the comparison was written to { $path }
