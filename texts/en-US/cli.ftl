# The command line: help, questions, wrong usage

# ── The fixed words of help pages ──
cli-usage = { "Usage: " }
cli-colon = :
cli-commands = Commands
cli-arguments = Arguments
cli-options = Options
cli-everywhere = Options of every command
cli-command-word = COMMAND
cli-options-word = OPTIONS
cli-choices = { " " }(one of: { $choices })
cli-default = { " " }(default: { $value })
cli-exits = Exit codes: 0 done or passed; 1 checked and failed; 2 could not do it (usage, files, settings); 3 checked and indeterminate.

# ── The commands ──
cmd-juanzong = Case files of performance grading in key industries: assemble, sign, seal, pack, verify
    .more = Type juanzong alone inside a case folder to see where the case stands and which command comes next. About each command: juanzong COMMAND --help
    .lang = Language of everything you read
    .quiet = Say nothing but errors
    .no_progress = Show no progress bars
    .format = How results are printed: text for people, json for programs
    .yes = Answer every question with yes, for scripts
    .now = Take this as the present time, written 2026-03-06T09:30:00+08:00 or 2026-03-06 (tests, late entry of paper acts)
    .font_dir = Prefer the fonts in this folder
    .profiles = Prefer the rules in this folder: <profile>.toml, forms/, calendar/<year>.toml
    .help = Show help
    .version = Show the version
    .passphrase_file = File whose first line is the passphrase; without it the terminal asks
    .new_passphrase_file = a file whose first line is the new passphrase; typed at the terminal without it
cmd-completions = Print a completion script for the shell
    .more = For example: juanzong completions bash > ~/.local/share/bash-completion/completions/juanzong
    .shell = Which shell
cmd-man = Write the manual pages
    .more = One page for each command, to be read with man -l.
    .dir = Folder for the pages

# ── Manual pages ──
man-name = NAME
man-synopsis = SYNOPSIS
man-description = DESCRIPTION
man-exits = EXIT CODES
man-version = VERSION
man-authors = AUTHORS
man-written = { $count ->
    [one] Wrote { $count } manual page: { $path }
   *[other] Wrote { $count } manual pages: { $path }
}

# ── Questions ──
cli-yes-or-no = { " " }(y for yes, Enter for no){ " " }
cli-replace = { $path } exists and differs. Replace it?
cli-passphrase = Passphrase of the key { $key } (not shown):{ " " }
cli-passphrase-new = New passphrase for the key { $key } (not shown):{ " " }
cli-passphrase-again = Once more:{ " " }
cli-passphrase-open = note: other users can read the passphrase file { $path }; tighten its mode (chmod 600).

# ── Progress bars ──
step-verify = verifying
step-pack = packing
step-evidence = looking at evidence
step-documents = setting documents
step-raster = drawing pages
step-volume = binding the volume

# ── What cannot be done ──
err-cli-interrupted = stopped, as you asked
    .hint = Unfinished files are gone; run the same command again when you like.
err-cli-output = the result could not be written: { $cause }
    .hint = Check whether the disk it goes to is full.
err-cli-no-answer = a question needs an answer, and there is no terminal
    .hint = If you are sure, run it again with --yes.
err-cli-no-terminal = a passphrase is needed, and there is no terminal ({ $cause })
    .hint = Run it in a terminal, or name a file with --passphrase-file.
err-cli-passphrase-differs = the two passphrases differ
    .hint = Run the command again; nothing was written.
err-cli-passphrase-short = the passphrase is too short; at least { $least } characters
    .hint = Several unrelated words together are easy to remember and hard to guess.
err-cli-passphrase-file = the first line of the passphrase file { $path } is empty or not UTF-8
    .hint = Write the passphrase on the first line and save it as UTF-8.
err-cli-entropy = the system gave no random numbers: { $cause }
    .hint = Restart the machine and try again; no key can be made without them.
err-cli-clock = the clock of this machine cannot be used
    .hint = Set the clock, or name the time with --now.
err-cli-kept = { $path } was kept; the new one was not written
    .hint = Choose another place, or move the old one away first.

# ── Wrong usage ──
usage-meant = Did you mean { $meant }?
usage-unknown-command = there is no command { $arg }
    .hint = juanzong --help lists all commands.
usage-unknown-argument = { $arg } cannot be used here
    .hint = The command's --help lists what can.
usage-value-missing = { $arg } needs a value
    .hint = Write the value after it, with a space between.
usage-value-invalid = { $arg } does not take { $value }
    .hint = The command's --help says how to write it.
usage-value-not-offered = { $arg } does not take { $value }
    .hint = It takes: { $choices }.
usage-value-count = { $arg } has the wrong number of values
    .hint = The command's --help says how to write it.
usage-twice = { $arg } stands more than once
    .hint = Keep only one.
usage-conflict = { $arg } cannot be used together with { $other }
    .hint = Leave one of them out.
usage-missing = missing: { $arg }
    .hint = Add it as the usage below shows; put your own words for what stands in angle brackets.
usage-command-missing = say what to do
    .hint = --help lists the commands.
usage-encoding = an argument is not valid text
    .hint = Check whether a file name is garbled.
usage-wrong = the command is not written as it should be
    .hint = --help says how to write it.

err-cli-case-folder = { $path } is a case folder, not a package
    .hint = While a case is under way, juanzong check looks at its papers and juanzong show at its signatures; once it is filed, make a package with juanzong pack and verify that.
err-cli-word = “{ $value }” is not written as expected: { $expected ->
        [root] id,name,organisation,public key file (with commas); of a person in the ring id,public key file will do
        [key-id] the id of a key, at least its first 8 digits, and of one key only
        [use] review, seal or register
        [name-and-org] --name and --org together, or neither
        [paper-file] a file name that ends in .pdf, .docx or .toml
        [audit-file] a file name that ends in .pdf, .xlsx or .json
        [list-file] a file name that ends in .xlsx, .pdf or .docx
        [pdf-file] a file name that ends in .pdf
        [who-file] a file name that ends in .pdf or .json
        [natures-file] a file name that ends in .pdf, .xlsx or .json
        [division] a division code of 6 digits
        [round] a round, for example 2026Q2
        [case-id] a case id, for example TS-130283-2026Q2-0007
        [opinion] agree, disagree or abstain
        [one-case] one case folder
        [seat] the id of a seat of this profile
        [stage] the id of a stage of this profile
        [stage-elsewhere] a stage in between; opening and filing are sealed where the case lies
        [slot] the id of a slot of this profile that has a form
       *[person] the id of a person, for example p-0003
    }
    .hint = Correct it and try again; --help shows examples.

# ── Making and checking cases ──
cmd-new = makes a case folder
    .more = Example: juanzong new cases/one --profile tangshan-2025 --grade C --division 130283 --round 2026Q2 --enterprise NAME
    .dir = path of the new case folder (must not stand yet)
    .profile = the profile
    .grade = the grade applied for
    .division = division code of the plant, 6 digits
    .round = the round, for example 2026Q2
    .id = the whole case id; without it the next free number among sibling folders
    .enterprise = name of the enterprise
    .code = its credit code
    .plant = name of the plant
    .branch = name of the branch that handles the case
    .applied = day of application, for example 2026-03-02
    .indicators = Indicator tables, several with commas between: their rows stand in the self-assessment, the site form and the like, and they are kept with the case
cmd-check = checks a case: what is missing, what is wrong
    .more = Names file, line and reason of each point; exit code 0 where there is none.
    .case = case folder
    .at = The day to answer as of, for example 2026-05-20; today by default
    .notice = Writes the one-time notice of what must be corrected, more than once if wanted: .pdf, .docx, or .toml to go on filling in
cmd-intake = takes in received files: checks them, copies them into the case, lists them
    .more = Files, folders and ZIP archives; archives are unpacked, and originals are kept octet for octet. Without --slot a file goes to the slot whose id or title names the folder it comes in. Without files, only the evidence in the case is looked at. What is unfit is refused, with exit code 1. Example: juanzong intake CASE papers.zip --slot app.evid
    .case = case folder
    .files = files, folders or ZIP archives
    .slot = id of the slot; everything goes there
cli-intake-done = { $filed } files taken in; { $known } were there before, unchanged; { $refused } refused.
cli-col-slot = slot
cli-col-kind = kind
cli-col-producer = made with
cmd-form = document kinds: list, empty forms
    .more = Optional papers are not made with the case; form skeleton makes an empty one.
cmd-form-list = lists all document kinds
    .more = They are data files, see templates/forms.
cmd-form-skeleton = makes an empty form for a slot
    .more = Example: juanzong form skeleton cases/one app.commit
    .case = case folder
    .slot = id of the slot
cli-new-made = case { $case } was made: { $dir }. Fill in these files with a text editor:
cli-new-next = Put evidence into the folders below { $dir }/evidence; then run: juanzong check { $typed }
cli-skeleton-made = an empty form was written to { $path }
cli-not-made = not made yet
cli-col-form = form
cli-col-title = title
cli-col-cite = article
err-cli-choice = { $what ->
        [profile] { $value } holds cases of several profiles: { $known }
        [sample] there is no rule of sampling “{ $value }”; this profile has: { $known }
        [form] the form “{ $value }” cannot record a draw; there are: { $known }
        [grade] there is no grade “{ $value }”; this profile has: { $known }
        [division] { $value } is outside the scope of this profile; it covers: { $known }
        [seat] there is no seat “{ $value }”; this profile has: { $known }
        [slot] there is no slot “{ $value }”; this case has: { $known }
       *[stage] there is no stage “{ $value }”; this profile has: { $known }
    }
    .hint = { $what ->
        [profile] Name one of them with --profile.
        [grade] Write one of the profile's grades after --grade.
        [division] Check the plant's division code and --profile; a code that ends in 00 includes what lies below it.
        [sample] The ids stand in juanzong profile show and in [[sample]] of the profile.
        [form] See juanzong form list; it needs a table of what was drawn.
        [slot] The id is the name of a folder in evidence; rules/profile.toml has the titles.
       *[other] Choose one of them; juanzong alone tells who is to sign now.
    }

# ── Building, signing, sealing, packing ──
cmd-build = makes documents, catalogue and volume
    .more = They lie in the folder out of the case; what did not change is not made again, what was signed is never touched.
    .case = case folder
cli-not-built = Nothing was built and the files in out stand as they were, because:
cli-built = made in { $path }
cmd-seal = seals: opens a case, closes a stage, files
    .more = --stage open opens the case; the last stage files it and first completes the page of signatures and the volume.
    .case = case folder
    .stage = id of the stage, or open
    .key = the sealer's key file
    .keyring = folder of the key ring
    .return_to = sends the case back to an earlier stage instead
    .request = seals nothing, but writes a request to --person here
    .person = whom the request is for, for example p-0003
    .response = of a case folder: takes this response in; of a request: where the response goes
cmd-pack = packs a filed case into one package
    .more = Needs no key; where files differ from the filing seal nothing is packed and they are named.
    .case = case folder
    .out = where the package goes (.zip)
cli-packed = the package was written to { $path }, { $files } files. The next line is its SHA-256, fit for a paper receipt.
cli-col-file = file
cli-col-pages = pages
cli-col-size = octets
cli-col-digest = SHA-256 (first 16)
cli-seal-summary = As { $person } { $name } you seal “{ $stage }” over { $files } files, { $time }.
cli-status-case = Case { $case }: { $enterprise } ({ $plant }), { $kind ->
        [lookback] looking back on grade
       *[case] applying for grade
    } { $grade }.
cli-status-stage = Open stage: { $stage }.
cli-status-seat = { $state ->
        [done] {"  "}✓ { $seat }: signed by { $heard }
        [partly] {"  "}□ { $seat }: signed by { $heard }, still missing { $missing }
        [roster] {"  "}□ { $seat }: its roster is not signed yet
       *[open] {"  "}□ { $seat }: nobody yet
    }
cli-heard = { $person } ({ $opinion })
cli-status-gaps = { $count } points are still open; see juanzong check { $dir }.
cli-status-next = Next: { $act ->
        [open] open the case when case.toml is filled in: juanzong seal { $dir } --stage open --key KEY --keyring RING
        [build] make the documents: juanzong build { $dir }
        [roster] the seat { $seat } signs the roster: juanzong sign { $dir } --roster { $stage } --key KEY --keyring RING
        [review] the seat { $seat } signs: juanzong sign { $dir } --seat { $seat } --opinion agree --key KEY --keyring RING
        [seal] the seat { $seat } seals: juanzong seal { $dir } --stage { $stage } --key KEY --keyring RING
        [pack] pack: juanzong pack { $dir } --out { $case }.zip
       *[repair] the statements have a fault; restore seals and reviews from a backup; juanzong show { $dir } tells more.
    }
err-cli-seat-needed = no seat was named, and you hold more than one in the open stage, or none
    .hint = Name it with --seat; juanzong alone shows the seats of the open stage.

# ── Verifying, showing, the demo ──
cmd-verify = verifies a package: is it whole, who signed, do the signatures hold
    .more = Example: juanzong verify TS-130283-2026Q2-0007.zip --trust trust.json. Without --trust nobody can say whose keys these are, and the verdict is indeterminate.
    .target = a package (.zip), or the folder it was unpacked to
    .trust = the trust file, obtained by another safe way, never with the package
    .at = judge by what was known then: key rings issued later are left out (2026-03-06T09:30:00+08:00 or 2026-03-06)
    .also = other sources to compare with: a signer's copies, a case folder, another package; several may be named
    .report = write what was found as a PDF to be printed and filed
    .bag_only = checks carrier and bag alone, not the signatures
cli-verify-report = Wrote the report: { $path }
cmd-show = shows what is in a case or a package
    .more = Only lists; verify gives the verdict.
    .target = case folder or package
cmd-demo = the whole way on the bundled invented example
    .more = Makes a case, keys, documents, all signatures and seals, a package, and verifies it, all in one new folder.
    .out = new folder for the results
    .keys = keys of an earlier demo, for a package that is the same byte by byte
    .example = Another example: a case folder with its script demo.toml; the bundled one by default
cli-opinion = { $opinion ->
        [agree] agree
        [disagree] disagree
        [abstain] abstain
        [withdraw] withdraw
        [open] opening
        [roster] roster
       *[seal] seal
    }
cli-show-not-checked = This only lists. { $kind ->
        [case] For what is missing or wrong: juanzong check { $path }
       *[package] To learn whether it is whole and the signatures hold: juanzong verify { $path } --trust TRUST
    }
cli-demo-case = the example case was laid out: { $path }
cli-demo-ring = keys and key ring were made: { $path }
cli-demo-built = documents, catalogue and volume were made: { $path }
cli-demo-signed = everything was reviewed, signed and sealed: { $path }
cli-demo-packed = the package was made: { $path }
cli-demo-end = The demo is done. Have a look:
    {"  "}volume: { $volume }
    {"  "}package: { $package }
    {"  "}SHA-256: { $digest }
    {"  "}verify it yourself next: juanzong verify { $target } --trust { $trust }
    {"  "}case folder: { $case }
checked-acts = { $count } acts
err-cli-nothing = { $path } is neither a case folder nor an unpacked package
    .hint = A case folder holds case.toml, an unpacked package bagit.txt; check the path.
cli-open-again = Note: this case is open already. A new opening voids every signature and seal so far; all stages follow again. It is needed only after facts or rules changed.

# ── deadlines, readings ──
cli-profile-status = { $status ->
    [draft] Note: “{ $title }” is a draft that was never issued; results are for orientation only.
   *[historic] Note: “{ $title }” has expired; it serves cases of its time only.
}
cli-articles = “{ $short }” before an article stands for “{ $title }”.
cli-timetable = Deadlines (as of { $day }):
cli-timetable-how = How they were counted:
cli-col-what = What
cli-col-actor = Who
cli-col-due = Last day
cli-col-standing = State
cli-deadline-state = { $state ->
    [met] done { $met }
    [met-late] done { $met }, { $days } days late
    [open] { $days } days left
    [overdue] { $days } days overdue
    [duty] a duty of the whole round, not recorded in this case
   *[unknown] cannot be counted yet
}
cli-deadline-otherwise = { $day } under the other reading (working and calendar days exchanged)
cli-responsibilities = Who answers for what:
cli-responsibility = { $title } ({ $cite })
cli-readings = How what the text leaves open is read (change it under [settings] in case.toml):
cli-reading = { $title } ({ $cite }) { $own ->
    [yes] this case takes:
   *[no] taken:
} { $reading }. { $note }

# ── profiles ──
cmd-profile = Regulations: list, tell, compare, check
    .more = For example: juanzong profile show tangshan-2025 --grade C; juanzong profile compare tangshan-2025 urumqi-2025
cmd-profile-list = List all regulations
    .more = Id, status, validity and grades of each.
cmd-profile-show = Tell a regulation: who, in which order, by when, with which papers
    .more = A seat with * signs because the text orders it.
    .id = The profile
    .grade = Only this grade
cmd-profile-check = Look a file of rules through: shape, contradictions, fit of its forms
    .more = For those who write rules; a file in the folder of --profiles is used.
    .profile = A profile's id, or its file
cmd-profile-compare = Where two regulations differ
    .more = Only the differences; what a text does not regulate is called so.
    .one = The one
    .other = The other
cli-col-profile = Profile
cli-col-status = Status
cli-col-valid = Valid
cli-col-grades = Grades
cli-profile-word = { $status ->
    [in-force] in force
    [historic] expired
   *[draft] draft
}
cli-profile-alike = The two do not differ.
cli-profile-silent = not regulated
cli-round-kind = { $kind ->
    [quarter] every quarter
    [month] every month
   *[year] at any time
}
cli-time-kind = { $kind ->
    [quarter] days of a quarter
    [date] fixed days
    [month] days of a month
    [working] working days
    [calendar] calendar days
   *[set] set case by case
}
cli-aspect-way = Course:
cli-aspect-papers = Required papers:
cli-aspect = { $aspect ->
    [status] Status
    [valid] Valid
    [grades] Grades
    [cycle] Cycle
    [time] Kinds of time
    [bars] Bars and lowest grade
    [weighs] Other consequences
    [samples] Samples
    [application] Application
    [grading] Grading
    [site] Site
    [experts] Experts
    [downgrade] Downgrade
    [audit] Later checks
    [publicity] Publicity
    [responsibility] Responsibility
    [discipline] Discipline
    [incentive] Incentives and measures
    [settings] How it is read
   *[other] Other
}
cli-show-profile = “{ $title }”
    Issued by { $issuer }{ $number ->
    [none] {""}
   *[other] , { $number }
}; { $status }; valid { $valid }
    Cycle: { $round }
cli-show-ladder = Grades: { $title } ({ $grades })
cli-show-way = [{ $grades }]
cli-show-stage = { $n }. { $title } — { $actor } ({ $cite })
cli-show-papers = Papers: { $list }
cli-show-seat-with = { $title } (where there is “{ $paper }”)
cli-show-seats = Signed by: { $list }
cli-show-due = By: { $list }
cli-show-paper = { $title }{ $need ->
    [required] {""}
    [warn] {" "}(warned of)
   *[conditional] {" "}(conditional)
}{ $basis ->
    [text] {""}
   *[practice] °
}
cli-show-deadline = { $title }{ $conditional ->
    [yes] {" "}(conditional)
   *[no] {""}
}, { $rule } ({ $cite })
cli-show-traits = What the enterprise is like (true or false, each under [traits] in case.toml; conditional papers and deadlines hang on it):
cli-show-trait = { $title } ({ $cite }){ $yes ->
    [none] {""}
   *[other] ; if so: { $yes }
}{ $no ->
    [none] {""}
   *[other] ; if not: { $no }
}
cli-show-duties = Duties of the whole round (once for all its cases):
cli-show-duty = { $actor }: { $deadline }
cli-show-entry = { $title } ({ $cite })
cli-show-bars = Eligibility and consequences:
cli-show-samples = Samples:
cli-show-gates = Must hold:
cli-show-rules = Other rules:
cli-show-settings = What the text leaves open (change it under [settings] in case.toml):
cli-show-legend = Papers with ° are practice, not text; seats with * sign because the text orders it.

# ── many cases ──
cmd-list = A round's list over many cases, as XLSX, PDF, DOCX
    .more = For example: juanzong list 2026Q2 --kind upgrade --out upgrades.xlsx --out upgrades.pdf
    .folder = The folder that holds the cases
    .kind = The list of the profile: upgrade or grades
    .profile = The profile, where the folder holds cases of several
    .round = Only this round
    .out = A file to write, more than once if wanted: .xlsx, .pdf, .docx
    .at = The day as of which; today by default
cmd-calendar = The next deadlines of all cases, also for a calendar program
    .more = For example: juanzong calendar cases --days 30 --ics deadlines.ics
    .folder = The folder that holds the cases
    .ics = A calendar file to write
    .at = The day as of which; today by default
    .days = Only what is due within so many days; what is overdue is always shown
cli-calendar-name = Grading deadlines
cli-calendar-made = Wrote the calendar file { $path } with { $count } entries
cli-calendar-empty = No deadline is open.
cli-list-made = Wrote { $path } with { $count } enterprises
cli-case-unreadable = This case cannot be read and is left out: { $path }
step-cases = Reading cases
err-cli-no-cases = No case lies in { $path }
    .hint = Name the folder that holds the case folders; a case folder holds case.toml.
err-cli-nothing-listed = No case stands in the list “{ $kind }”
    .hint = juanzong profile show tells the lists; check --round, --profile and how far the cases are.

# ── draws ──
cmd-draw = draws samples that nobody can steer and anyone can draw again
    .more = Three steps: freeze the list and sign it; draw once the named public value exists; let anyone check it by drawing again. docs/draw.md tells the algorithm and how to do it by hand.
cmd-draw-freeze = freezes and signs the list, before the public value exists
    .more = For example: juanzong draw freeze cases --sample s.30 --round 2026 --source "Lottery of 2026-05-14" --value-on 2026-05-14 --example "01 02 03 04 05 06 07" --out list.json --key mine.pem --keyring ring. The key must be enrolled for register. Hand the printed digest to the witness at once.
    .folder = The folder that holds the cases
    .entries = To draw from something else than cases: a file with one entry a line, id, stratum and name with tabs between
    .sample = The profile's rule of sampling, such as s.30; rate and article come from it
    .profile = The profile, where the folder holds cases of several
    .round = Only this round
    .rate = The rate in each stratum, such as 30%; rounded up, at least one
    .count = How many in each stratum, in place of a rate
    .by = What parts the list into strata
    .purpose = What the sample is for; the title of the rule by default
    .source = The public value that will decide, so that nobody can mistake it
    .value_on = The day on which the value comes to exist, later than today
    .example = A value of that kind; the real one must be spelled like it, blanks and leading zeros included
    .out = Where the list goes (.json); its signature goes beside it (.json.sig)
    .key = The key file of who freezes the list
    .keyring = Folder of the key ring
cmd-draw-draw = draws, once the public value exists
    .more = For example: juanzong draw draw list.json --value "03 08 11 17 22 30 05" --out draw.json --paper record.pdf --key mine.pem --keyring ring. With --seed in place of --value it is a rehearsal: it could be steered and is no formal draw.
    .list = The frozen list
    .value = The public value
    .seed = A seed of one's own: a rehearsal only
    .out = Where the result goes (.json); its signature goes beside it (.json.sig)
    .paper = The record, more than once if wanted: .pdf, .docx, or .toml to be filed in a case
    .form = The form of the record, where the rule of sampling names none
    .key = The key file of who draws
    .keyring = Folder of the key ring
cmd-draw-check = draws again from list and value, and says what differs
    .more = For example: juanzong draw check list.json draw.json --trust trust.json. With the list alone, the list alone is checked.
    .list = The frozen list
    .record = The result of the draw
    .trust = The trusted key ring (trust.json), from a reliable source
cli-draw-freeze-summary = You are about to freeze a list of { $count } entries as { $person }; "{ $source }" of { $day } decides, spelled as "{ $example }".
cli-draw-frozen = the list is frozen: { $path }. The next line is its digest: hand it to the witness or publish it before { $day }.
cli-draw-spelling-ask = The value "{ $value }" is not spelled as the list's example. Does the witness accept it?
cli-draw-made = the result was written to { $path }; let the witness check it.
cli-paper-made = { $path } was made
cli-notice-nothing = There is nothing for the applicant to correct; no notice was made.
cli-notice-unstated = Before it is issued: [traits] of case.toml do not yet say the following, so that papers that depend on it were not judged and the notice may be incomplete: { $traits }
cli-notice-made = The notice lists { $count } points; fill in deadline, examiner and delivery before it is issued.
cli-draw-rehearsal = A rehearsal: somebody chose the seed, so it could be steered and is no formal draw.
cli-draw-head = list { $list }
    value { $value }
    seed { $seed }
cli-draw-whole = (one stratum)
cli-draw-missed-head = How likely damage is missed (none of it drawn, at the worst spread):
cli-draw-missed = if { $damaged } are damaged: { $chance }%
cli-col-stratum = stratum
cli-col-of = entries
cli-col-take = drawn
cli-col-place = place
cli-col-enterprise = enterprise
unchecked-draw-rules = the rules that the list names are not at hand: whether it draws enough was not checked
err-cli-nothing-drawn = there is nothing to draw from in { $path }
    .hint = Check --sample, --round, --profile and the grades of the cases.
err-cli-unread = { $path } cannot be read, and the list must not lack it
    .hint = Mend or remove this case, then freeze the list.
err-cli-notice-none = the rules "{ $profile }" do not say in which form an applicant for { $grade } is told what to correct
    .hint = Add a [[notice]] to the profile.
cmd-people = people over many dossiers: who signed what, and where
    .more = Lists for each person the seats, opinions, times and fellow signers in all dossiers, and marks what is worth a look: signed before the stage began, too soon after it, two dossiers in hardly any time, one person in two seats. All times are claimed; worth a look is no fault.
    .packages = packages, or folders that hold packages
    .trust = trust file from outside the packages
    .quick = marks opinions sooner than so many seconds after their stage began
    .apart = marks opinions of one person in two dossiers within so many seconds
    .odd = shows only what is worth a look
    .out = files to write: .pdf, .xlsx, .json, any number
cmd-who = who answers for one row of a reviewed table
    .more = Shows what stands in the row and everybody who signed to answer for it, with opinion and verdict.
    .package = package, or the folder it was unpacked to
    .row = number of the row, for example 12
    .trust = trust file from outside the package
    .out = files to write: .pdf, .json, any number
cli-people-none = { $path }: nothing signed can be read; verify tells why.
cli-people-unread = { $path } cannot be read.
cli-people-done = Packages read { $read }, not readable { $unread }, signers { $people }.{ $trusted ->
        [true] {""}
       *[false] {" "}Without --trust nothing is said about whose keys these really are.
    }
cli-who-verdict = Verdict on the whole package: { $verdict }; verify tells more.
err-cli-no-packages = no package lies in { $path }
    .hint = A package is a .zip, or an unpacked folder with bagit.txt; check the path.
err-cli-no-row = { $path } has no row { $row } that somebody answers for
    .hint = Rows are numbered as in the review table; juanzong show lists who answers for which rows.

cmd-natures = the four-nature check: authentic, complete, usable, safe, item by item
    .more = Checks one package or many by the items of DA/T 70-2018 at filing; what was not checked stands as “for a person”. Of several packages the screen and the PDF show sums and what failed; .xlsx and .json hold every item.
    .packages = packages, or folders that hold packages
    .trust = trust file from outside the packages; without it items on signatures are left to a person
    .also = other sources to compare with: packages, cases, folders of copies; any number
    .out = files to write: .pdf, .xlsx, .json, any number
cli-natures-unread = { $path } cannot be read and was not checked.
cli-natures-made = { $path } is written.
