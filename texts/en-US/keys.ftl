# The command line: keys and the key ring

# ── Keys ──
cmd-key = keys: make, show, change the passphrase, export, import
    .more = A key file belongs to one person; keep it out of case folders and do not hand it on. Hand the .pub file beside it to whoever keeps the key ring.
cmd-key-new = makes a new key with a passphrase
    .more = Example: juanzong key new mine.pem
    .file = where the key file goes; the public key goes beside it: mine.pub for mine.pem
cmd-key-show = shows the public key, its id and its fingerprint
    .more = A .pub file needs no passphrase.
    .file = a key file or a public key
cmd-key-passphrase = changes the passphrase of a key file
    .more = The key stays the same, and so do all signatures.
    .file = key file
cmd-key-export = writes the public key, or on demand the private key for ssh-keygen
    .more = Example: juanzong key export mine.pem --form ssh. The key file itself is PKCS#8, which OpenSSL reads as it is.
    .file = a key file; for public forms also a public key
    .form = pem the public key in PEM, ssh the public key as a line of OpenSSH, openssh-private the private key for OpenSSH under a passphrase of its own
    .out = where it goes; public forms are printed without it
cmd-key-import = takes over an Ed25519 private key of OpenSSH or OpenSSL
    .more = Example: juanzong key import ~/.ssh/id_ed25519 mine.pem
    .source = the private key file there is
    .file = where the new key file goes; the public key goes beside it
cli-key-made = the key was written to { $path }, its public key to { $public }. Remember the passphrase: it cannot be recovered.
cli-key-head = key id: { $id }
    fingerprint: { $fingerprint }
cli-key-passphrase = the passphrase of { $path } was changed. Remember the new one: it cannot be recovered.
cli-key-export-ask = The private key will be written to { $path }: one more copy to guard. Export it?
cli-key-exported = written to { $path }
cli-key-imported = imported from { $path }. { $state ->
        [open] Note: no passphrase protects the old private key file; whoever gets hold of it can use it. Use the new file and delete the old one.
       *[locked] The old file was left as it is.
    }
cli-key-open = note: other users can read the key file { $path }; tighten its permissions (chmod 600).
err-cli-key-in-case = a key must not lie in a case folder: { $path }
    .hint = Put it where only its owner can open it, for example on a USB stick.

# ── The key ring ──
cmd-keyring = the key ring: who holds which key, in which seats
    .more = The ring goes from version to version, each approved by the holders of root keys. Order: init, enrol, mandate, approve, trust. A root key only approves the ring: its holder needs another key, added with enrol, to review or seal.
cmd-keyring-init = begins a ring
    .more = Example: juanzong keyring init ring --root p-0002,Zheng,Office,zheng.pub --root p-0008,Lin,Office,lin.pub --until 2028-01-01
    .ringdir = folder of the ring
    .threshold = how many holders of root keys must approve each version
    .root = a root key: id,name,organisation,public key file (repeatable)
    .until = when the root keys end (this moment excluded)
cmd-keyring-enrol = adds a person and a key
    .more = A new person needs --name and --org; another key of a known person does not.
    .ringdir = folder of the ring
    .person = the person's id, for example p-0003
    .name = the person's name
    .org = the organisation
    .public = public key file
    .uses = what the key may sign: review, seal, register
    .from = when it begins, now if left out
    .until = when it ends (this moment excluded)
cmd-keyring-mandate = gives seats
    .more = Example: juanzong keyring mandate ring --person p-0003 --seats site.leader --stages site --until 2028-01-01 --act "No. 1". Seats and stages are compared with the profile; a misspelt one is refused.
    .ringdir = folder of the ring
    .person = the person's id
    .actor = the actor of the profile; the one of the stages if left out
    .seats = seats, with commas between
    .stages = stages, with commas between
    .from = when it begins, now if left out
    .until = when it ends (this moment excluded)
    .act = the act that gives it
    .profile = the profile to compare with: a built-in id or a profile file; all built-in ones if left out
    .unchecked = takes seats and stages as they are typed
cmd-keyring-retire = ends a key or mandates early (another post, a new key)
    .more = Example: juanzong keyring retire ring --person p-0003 --reason left. Another post ends mandates alone: juanzong keyring retire ring --person p-0003 --act "No. 1". Signatures from before stay good.
    .ringdir = folder of the ring
    .public = public key file of the key that ends
    .key_id = id of the key that ends, or its first digits (at least 8)
    .person = the person's id: all their signing keys and mandates end
    .act = only the mandates of this act end, the keys stay
    .since = since when, now if left out (from this moment on it no longer holds)
    .reason = why
cmd-keyring-revoke = revokes a key: in strange hands, or enrolled in error
    .more = Example: juanzong keyring revoke ring --key-id 3f2a9c01 --compromised-since 2026-03-01 --reason "lost stick". Of a compromised key, signatures with a claimed time alone can no longer be relied on; of one enrolled in error, none ever counts.
    .ringdir = folder of the ring
    .public = public key file of the key
    .key_id = id of the key, or its first digits (at least 8)
    .compromised_since = since when it was in strange hands
    .never_valid = it was enrolled in error and never held
    .known_at = when that was learnt, now if left out
    .reason = why
cmd-keyring-roots = changes the root keys or how many must approve
    .more = Example: juanzong keyring roots ring --add p-0009,Sun,Office,sun.pub --drop 3f2a9c01 --until 2030-01-01. Enough holders of the old and of the new root keys must approve the version.
    .ringdir = folder of the ring
    .threshold = how many holders of root keys must approve each version; as before if left out
    .add = a root key that comes: id,name,organisation,public key file; of a person in the ring id,public key file (repeatable)
    .drop = id of a root key that goes, or its first digits (repeatable)
    .until = when the root keys that come end (this moment excluded)
cmd-keyring-accept = accepts the rules of a profile
    .more = Once a ring accepts rules, verification accepts no others: accept those of all cases.
    .ringdir = folder of the ring
    .profile = id of a built-in profile
    .case = a case folder or a package whose pinned rules are accepted
cmd-keyring-discard = throws away a draft that nobody approved
    .more = For a slip that is noticed in time; a version with an approval stays.
    .ringdir = folder of the ring
cmd-keyring-approve = approves the newest version with a root key
    .more = Lists what the version changes first. With enough approvals the version holds and can no longer change.
    .ringdir = folder of the ring
    .key = root key file
cmd-keyring-show = shows the ring
    .more = Lists people, keys, mandates and accepted rules of the newest version.
    .ringdir = folder of the ring
cmd-keyring-check = checks that all versions follow one another and are approved
    .more = Verdict and exit code as with verify.
    .ringdir = folder of the ring
cmd-keyring-trust = writes the trust file for verifiers
    .more = Verifiers give it to juanzong verify --trust. Hand it over in person or by another safe way, never together with the package.
    .ringdir = folder of the ring
    .out = where the trust file goes
cmd-keyring-signers = writes the list of signers for ssh-keygen and verify.sh
    .more = Whoever verifies without juanzong needs this file (allowed_signers). Hand it over in person or by another safe way, never together with the package.
    .ringdir = folder of the ring
    .out = where the list goes
cli-ring-changes = version { $version } changes:
cli-ring-change = { $what ->
        [person] {"  "}adds { $person } { $name } ({ $org })
        [key] {"  "}adds the key { $key } of { $person } { $name }, for { $uses }, from { $from } until { $until } (excluded)
        [key-end] {"  "}ends the key { $key } of { $person } { $name } at { $until } (excluded)
        [retired] {"  "}retires the key { $key } of { $person } { $name } since { $since }: { $reason }
        [compromised] {"  "}calls the key { $key } of { $person } { $name } compromised since { $since }, known at { $known }: { $reason }
        [never-valid] {"  "}calls the key { $key } of { $person } { $name } never valid, known at { $known }: { $reason }
        [mandate] {"  "}gives { $person } { $name } the seats { $seats } in the stages { $stages }, from { $from } until { $until } (excluded), by { $act }
        [mandate-end] {"  "}ends a mandate of { $person } { $name } at { $until } (excluded): seats { $seats }, stages { $stages }, by { $act }
        [policy] {"  "}accepts the rules of { $name } ({ $key })
        [root] {"  "}adds the root key { $key } of { $person } { $name }
        [root-left] {"  "}drops the root key { $key } of { $person } { $name }
       *[threshold] {"  "}asks for the approval of { $count } holder(s) of root keys
    }
cli-ring-draft = draft of version { $version } was written to { $path }. The holders of root keys still have to approve it: juanzong keyring approve { $path } --key root.pem
cli-ring-discard-ask = Throw away the draft of version { $version } in { $path }?
cli-ring-discarded = the draft of version { $version } was thrown away; earlier versions in { $path } stay as they are.
cli-ring-approved = { $missing ->
        [0] approved; the version holds now.
       *[other] approved; { $missing } more holder(s) of root keys are needed.
    }
cli-ring-head = key ring version { $version }, issued { $issued }, { $state ->
        [approved] approved
       *[draft] a draft that does not hold yet
    }; { $threshold } approval(s) needed for each version
cli-trust-written = the trust file was written to { $path }
cli-signers-written = the list of signers was written to { $path }
cli-use-root = approves the ring
cli-use = { $use }
cli-key-state = { $state ->
        [good] good
        [left] dropped
        [retired] retired since { $since }
        [compromised] compromised since { $since }
       *[never-valid] never valid
    }
cli-mandate-unchecked = note: not compared with any profile. One wrong letter in a seat or stage, and signing will be refused.
cli-col-person = id
cli-col-name = name
cli-col-org = organisation
cli-col-use = use
cli-col-from = from
cli-col-until = until (excluded)
cli-col-state = state
cli-col-key = key id (first 16)
cli-col-seats = seats
cli-col-stages = stages
cli-col-act = act
cli-col-policy = accepted rules
cli-col-policy-digest = SHA-256 of their files
checked-rings = { $count } version(s) of the key ring
err-cli-ring-none = { $path } holds no key ring
    .hint = Check the path; where there is no ring yet, begin one with juanzong keyring init.
err-cli-ring-waits = the newest version in { $path } has approvals, but not enough; it cannot change now
    .hint = Let the other holders of root keys approve it first with juanzong keyring approve.
err-cli-ring-settled = the newest version in { $path } has approvals and stays
    .hint = What holds already is put right with keyring retire or keyring revoke.
err-cli-ring-not-approved = the key ring { $path } is not approved, or its versions do not fit together
    .hint = juanzong keyring check { $path } says why.
err-cli-threshold = { $threshold } approvals are asked for each version, but there are { $count } root key(s)
    .hint = Give enough root keys, one for each person, or change the number with --threshold (at least 1).
err-cli-seat-elsewhere = the seat “{ $seat }” belongs to the stage “{ $stage }”, which was not named
    .hint = Name the seat's stage after --stages.
err-cli-stage-idle = none of the named seats belongs to the stage “{ $stage }”; its seats: { $known }
    .hint = Leave the stage out, or name one of its seats.
err-cli-known-before = the times do not fit: what is so since { $since } cannot be known at { $known }
    .hint = It cannot be known before it happens, nor in the future; check --known-at and the clock of this machine.
