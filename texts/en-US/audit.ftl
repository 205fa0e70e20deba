# audits: many packages, the register, the state

checked-packages = { $count ->
        [one] { $count } package
       *[other] { $count } packages
    }
checked-package-octets = { $count } octets of packages

unchecked-audit-budget = the round is not complete; packages that were not read yet were not checked
unchecked-audit-sample = only a sample was checked; packages that were not drawn were not
unchecked-audit-no-register = there is no register, so a package that was exchanged as a whole for another valid one, or never registered, cannot be found
unchecked-audit-register-broken = the register cannot be believed and was not compared
unchecked-audit-across = different packages of one case were not compared with each other
unchecked-package-sm3 = the SM3 manifests were left out, as asked

# What is wrong with a package, in words.
audit-damage = { $kind ->
        [package-truncated] the file is cut off
        [package-not-a-zip] it is no package, or its beginning is damaged
        [package-not-canonical] the way it is packed was changed
        [package-crc-mismatch] a file in it does not agree with its checksum
        [package-payload-mismatch] a file in it is not as its list has it
        [package-payload-missing] a listed file is missing in it
        [package-unlisted-file] it holds a file that no list has
        [package-tag-mismatch] a statement, seal or description is not as its list has it
        [package-tag-missing] a required description or list is missing
        [package-determined-differs] a file that a program makes was changed
        [package-filing-seal-missing] its filing seal is missing
        [package-unsealed-file] it holds a file that the filing seal does not cover
        [keyring-fork] its key ring is not of the trusted one
        [audit-duplicate] it is the same as another package
        [archive-two-packages] another package of the same case differs
       *[other] it fails verification
    }
code-audit-changed = damaged or unsound: { audit-damage } ({ $why })
    .hint = Replace it by the same package from another source (a backup, the sender's copy); juanzong verify tells every detail.
code-audit-swapped = the package is whole, but not the one { $source ->
        [register] that is registered
       *[state] that was there at the last audit
    }: it was { $case } (filed { $filed }, { $bag }), it is { $found-case } (filed { $found-filed }, { $found-bag }); { $source ->
        [register] registered
       *[state] last read
    } { $since }
    .hint = The package was exchanged as a whole. Find out when and by whom, and restore the former one from a backup.
code-audit-missing = this package { $source ->
        [register] is registered ({ $case }, { $since })
        [list] was drawn
       *[state] was there at the last audit ({ $case }, { $since })
    } and is not there{ $unread ->
        [0] {""}
       *[other] ; { $unread } unregistered packages were not read yet, it may be among them
    }
    .hint = Restore it from a backup or from the sender; keep the approval where it was moved out or destroyed by rule.
code-audit-stranger = the package is whole but not registered ({ $case }, filed { $filed })
    .hint = Register what was newly received: juanzong register. Move out what nobody can account for.
code-audit-back-dated = the package is whole and claims to have been filed { $filed } ({ $case }), but it is not registered; the last entry of the register is of { $last }
    .hint = A package filed before the last entry should have been registered. Its times may be back-dated; compare with signers' own copies: juanzong verify --also.
code-audit-duplicate = the same package as { $other }, stored twice
    .hint = Keep the one in its registered place and move the other out.
code-audit-moved = the package was at { $from } and now lies here
    .hint = Its content is whole. Put it back, or register it anew after the move was approved.
code-audit-unreadable = cannot be read: { $why }
    .hint = What cannot be read is not known to be damaged. Check the disk, the network or the permissions and audit again; replace packages on a failing disk soon.
code-audit-special-file = a link or device, which was not read
    .hint = Put the package itself there; an audit follows no links.
code-audit-undecided = { $count } packages are whole but cannot be judged ({ $code })
    .hint = { $id ->
        [keyring-untrusted] Give the trust file with --trust; to check only that the content is whole, use --bag-only.
       *[other] Verify one of them by itself with juanzong verify to see why.
    }
code-audit-other-files = { $count } files in the folder are no packages and were not checked: { $names }
    .hint = Files that do not belong to packages are better kept elsewhere.
code-audit-register-broken = the register cannot be believed: { $flaw ->
        [stranger] a file that does not belong to it
        [gap] this entry is missing
        [syntax] not in the one prescribed form; edited or damaged
        [number] its number is not that of its file
        [chain] it does not name the entry before it; something was edited, exchanged or taken out
        [time] earlier than the entry before it
        [signature] the signature is missing or does not hold; the entry was edited
        [key] signed by a key that is not in the key ring
        [holder] signed by a key that is not held by the person it names
        [use] signed by a key that may not sign a register
        [standing] signed by a key that was not valid then
       *[ring] it rests on another key ring than the one that is trusted
    }
    .hint = { $flaw ->
        [stranger] The register was not used. See first whether --register names the folder of the register itself (it lies in the folder of packages); if so, move out what does not belong to it and find out where it came from.
       *[other] The register was not used. Restore it from a backup and find out what happened.
    }
code-audit-register-cut = the register once had entry { $number } ({ $digest }) and has it no more; it has { $has } entries now
    .hint = Its end was cut off, or the whole was exchanged. Restore it from a backup.
code-audit-not-registered = not registered: { audit-damage } ({ $why })
    .hint = A package that fails verification or contradicts the register is not registered. Send it back.

err-audit-no-folder = { $path } is no folder
    .hint = Name the folder that holds the packages.
err-audit-state = The state { $path } cannot be used: line { $line }, { $flaw ->
        [cut] it is incomplete
        [digest] it does not match its digest; edited or damaged
        [schema] it is no state of an audit, or one of another version
        [order] it is out of order
       *[syntax] it is not written as expected
    }
    .hint = It is not used, so that nothing unread passes for read. Restore a backup of it, or delete it and begin anew.
err-audit-state-elsewhere = The state { $path } belongs to another folder: { $folder }
    .hint = Each folder has a state of its own. Where the packages were moved as a whole, begin a new one.
err-audit-interrupted = Stopped as asked: { $due } packages were due, { $read } were read in this run
    .hint = With --state what was read is kept; run the same command again to go on.
err-audit-register = The register { $path } cannot be continued
    .hint = See why with juanzong audit --register; entries may not be earlier than the last one.
err-audit-no-clerk = This key may not sign a register{ $person ->
        [none] {" "}(it is not in the key ring)
       *[other] {" "}({ $person })
    }
    .hint = Enrol a key for the archive clerk with keyring enrol --use register, and have the root keys approve it.
err-seal-register = An entry of the register is not as prescribed: { seal-fault }
    .hint = Paths and ids must be in their regular form, and an entry lists at most 2000 packages.

audit-class-changed = changed
audit-class-missing = missing
audit-class-extra = extra
audit-class-unreadable = unreadable
audit-class-not-checked = not checked
audit-class-intact = intact
audit-col-class = result
audit-col-packages = packages
audit-col-octets = octets
audit-col-name = package
audit-col-read = last read
audit-col-case = case
audit-col-undecided = undecided by
audit-col-digest = digest of its list
audit-total = total
audit-coverage = Round { $round } (begun { $begun }): { $read } of { $all } packages read, { $percent }% of the octets{ $refused ->
        [0] {""}
        [one] ; 1 more was tried and could not be read, it is tried again next time
       *[other] ; { $refused } more were tried and could not be read, they are tried again next time
    }{ $left ->
        [0] ; the round is complete
        [unknown] ; how many more runs it takes depends on their time
       *[other] ; complete after at most { $left } more runs like this one
    }
audit-this-run = This run read { $packages ->
        [one] { $packages } package
       *[other] { $packages } packages
    }, { $octets } octets
audit-oldest = The package read longest ago was last read { $oldest }; { $never } were never read
audit-never = { $never } were never read
audit-register-head = Register: entry { $number }, { $at }, digest { $digest }

audit-paper-title = Report of an audit of packages
audit-paper-folder = Folder
audit-paper-now = Time of the audit
audit-paper-trust = Trust file (SHA-256)
audit-paper-register = Register
audit-paper-first-part = 1. Conclusion
audit-paper-second-part = 2. Damage and deviations
audit-paper-third-part = 3. Totals
audit-paper-fourth-part = 4. Progress of the round
audit-paper-fifth-part = 5. What was not checked, and what this report is
audit-paper-verdict-passed = : all packages that were checked are intact.
audit-paper-verdict-failed = : packages are damaged, missing, extra or not as registered; see part 2.
audit-paper-verdict-indeterminate = : no damage was found, but some packages cannot be judged; see part 2.
audit-paper-no-findings = Nothing was found.
audit-paper-no-coverage = No package was read in this round yet.
audit-some-days = Packages were read on { $days } days of this round; { $shown } of them are shown.
audit-paper-day = up to
audit-paper-share = share
audit-paper-signs = Auditor (signature)
audit-paper-state = packages read earlier in this round are reported as they were then; damage since then shows in the next round
audit-paper-nature = this report was made by a program and is no seal; anybody can do it again with the same files, trust file and register

audit-sheet-totals = totals
audit-sheet-findings = findings
audit-sheet-packages = packages

cmd-audit = audits all packages in a folder: are they intact, is any missing, was any exchanged
    .more = Example: juanzong audit archive --trust trust.json --register register --state state. Packages are verified in place, never unpacked. With --state the audit may be interrupted at any time (Ctrl-C, power loss) and goes on next time; with --max-bytes or --max-duration it does a part each night, those first that were read longest ago.
    .folder = the folder of packages; all folders below are searched
    .trust = the trust file, obtained by another safe way
    .register = the folder of the register; with it packages that were exchanged as a whole, are missing, were never registered or are back-dated are found
    .state = the state file: which packages were read when; made where there is none
    .sample = a rehearsal: so much of each stratum (grade, division), like 30%, with --seed; a formal sample is given by --list and --drawn
    .seed = the seed of a rehearsal; somebody chose it, so it is no formal sample
    .list = the frozen list of a formal sample (made by draw freeze)
    .drawn = the record of its draw (made by draw draw); only what was drawn is read
    .entries = only write what may be drawn, for draw freeze --entries, and audit nothing
    .max_bytes = begin at most so many octets in this run, like 500M or 200G; damaged packages are read again each time in addition
    .max_duration = work at most so long in this run, like 90s, 30m, 8h; no package is begun after that
    .jobs = how many packages are read at a time
    .hdd = a spinning disk: one reader, in the order of the disk
    .fast = leave out the SM3 manifests (the report says so)
    .bag_only = checks only whether the content is whole, not the signatures
    .save_every = seconds between two savings of the state; 0 saves after each package
    .report = write the result as .pdf, .xlsx or .json; several may be named
cmd-register = registers received packages: digests, seals, when and by whom, each entry naming the one before, signed
    .more = Example: juanzong register archive --key clerk.pem --keyring ring. What is registered is not registered again; what fails verification or contradicts the register is refused. The key must be enrolled with keyring enrol --use register.
    .folder = the folder of packages
    .key = the key file of the person who registers
    .keyring = the folder of the key ring
    .register = the folder of the register; without it a folder of its own, with a Chinese name, in the folder of packages
cli-audit-report = Wrote the report: { $path }
cli-register-done = Registered { $count } packages in { $path }, entry { $number } (digest { $digest }); { $known } were registered before
cli-register-nothing = There is nothing to register; { $known } packages are registered
step-audit = auditing
step-register = registering

audit-sample = { $mode ->
        [formal] Sample
       *[rehearsal] Rehearsal of a sample (somebody chose the seed, so it can be steered and is no formal sample)
    }: { $take } of { $of }; value "{ $value }", digest of the list { $list }, seed { $seed }
audit-stratum = { $name } { $take }/{ $of }
audit-strata = Drawn by stratum: { $strata }
audit-missed-one = { $damaged }: { $chance }
audit-missed = Probability that none of so many damaged packages is in the sample, spread in the worst way: { $chances }
cli-audit-entries = Wrote what may be drawn to { $path }: { $count } packages; next: juanzong draw freeze --entries { $path }
