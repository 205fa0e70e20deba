# Statements, signatures, keys, the key ring
#
# Facts: fault the kind, field the field or place, at the octet or the limit

seal-fault = { $fault ->
    [large] more than the limit of { $at }
    [json] not strict JSON (at octet { $at })
    [type] unknown type { $field }, perhaps of a newer version
    [predicate-type] unknown kind of statement { $field }, perhaps of a newer version
    [unknown] there is a field too many: { $field }
    [missing] the field { $field } is missing
    [invalid] the value of { $field } is not allowed
    [order] { $field } is not sorted, or names something twice
    [not-canonical] not spelled in the one prescribed form (from octet { $at })
   *[other] { $fault }
}

## formats: statements and their signature files

code-seal-statement-syntax = The signed statement cannot be read: { seal-fault }
    .hint = Statements are written by the program and must not be edited. Ask the signer for the original file and import it again.
code-seal-statement-type = The signed statement is of an unknown type: { seal-fault }
    .hint = Update juanzong and verify again; if it is still unknown, this file does not belong to a case file.
code-seal-statement-not-canonical = The signed statement is not spelled in the one prescribed form: { seal-fault }
    .hint = An editor may have saved it again. Ask the signer for the original file and import it again.
code-seal-envelope-mismatch = The envelope (.dsse.json) does not fit its content, or is not spelled in the one prescribed form
    .hint = The content or the envelope was altered. Ask the signer for all three original files and import them again.
code-seal-sidecar-mismatch = The side-car signature (.json.sig) does not fit its statement, or is not spelled in the one prescribed form
    .hint = The statement or the side-car was altered. Ask the signer for all three original files and import them again.
code-seal-signature-invalid = The signature does not hold
    .hint = The content was altered after signing, or another key made the signature. Do not rely on it, and tell the signer.
code-seal-key-unknown = The key ring does not have the key { $key } that made the signature
    .hint = Make sure that the signer's public key is enrolled, and use the version of the ring that has it.
code-seal-key-holder = The key that made the signature belongs to { $holder }, but the statement says that { $person } signed
    .hint = Whoever reviews signs: this person must sign again with their own key.
code-seal-key-use = The key { $key } is not enrolled for { $use }
    .hint = Sign with a key that is enrolled for this use, or ask the keeper of the key ring to enrol one. Root keys only approve the ring.
code-seal-key-not-valid = The key { $key } was not valid when it signed ({ $at })
    .hint = Compare the time of signing with the key's validity in the ring; if it had ended, sign again with a valid key.
code-seal-key-compromised = The key { $key } is marked as compromised (since { $since }); a claimed time of signing proves nothing
    .hint = The signer must sign again with a new key, or find an outside copy that proves the signature is older.
code-seal-subject-changed = A signed file was changed after it was signed
    .hint = Restore the file that was signed, or ask the signers to sign the new one.

## the key ring

code-keyring-syntax = The key ring cannot be read: { seal-fault }
    .hint = Key rings are written by the program and must not be edited. Ask the keeper of the key ring for the original file.
code-keyring-not-canonical = The key ring is not spelled in the one prescribed form: { seal-fault }
    .hint = An editor may have saved it again. Ask the keeper of the key ring for the original file.
code-keyring-missing = This version of the key ring, or its approval, is missing
    .hint = All versions travel with a case file. Ask the keeper of the key ring for them.
code-keyring-succession = This version of the key ring does not follow the one before it: { $field }
    .hint = A ring only grows; an end may be brought forward and a status set once. Do not rely on it, and ask the keeper of the key ring.
code-keyring-approvals = Too few people approved this version of the key ring: { $have } of its own roots ({ $need } needed), { $before-have } of the roots before ({ $before-need } needed)
    .hint = Let the holders of root keys approve it with keyring approve before it is used.
code-keyring-approval-refused = One approval of the key ring cannot be relied on: { $key } is no root key that held then, or its signature is wrong
    .hint = Do not rely on this ring, and ask its keeper.
code-keyring-unknown-file = The key ring's folder has a file that does not belong there
    .hint = Move the file elsewhere.
code-keyring-fork = Version { $version } of the key ring is not the trusted one: here { $found }, trusted { $trusted }
    .hint = Somebody made another ring. Do not rely on it; report it to the keeper of the key ring and to the inspectors.
code-keyring-untrusted = No trusted key ring was named, so nobody can say who the signers are
    .hint = Get the trust file from a reliable source and verify again with --trust.

## what could not be done

err-seal-key-not-ed25519 = This is not an Ed25519 key
    .hint = Make a key with juanzong key new and hand out the .pub file beside it.
err-seal-key-weak = This public key is not safe and cannot be enrolled
    .hint = Ask its holder to make a new one with juanzong key new.
err-seal-key-file-syntax = The key file cannot be read: it is not an encrypted PKCS#8 key file
    .hint = Check that it is the right file; it begins with “-----BEGIN ENCRYPTED PRIVATE KEY-----”.
err-seal-key-file-plain = The key file is not encrypted
    .hint = Whoever has a key without a passphrase can sign as you. Make one with a passphrase: juanzong key new.
err-seal-key-file-cost = Opening this key file would take too much work
    .hint = Encrypt it again with common parameters: juanzong key passphrase, or OpenSSL.
err-seal-passphrase-wrong = Wrong passphrase
    .hint = Check upper and lower case and the input method, then try again.
err-seal-openssh-syntax = This OpenSSH private key file cannot be read
    .hint = It may be incomplete or altered. Try whether ssh-keygen -y opens it, and copy it again.
err-seal-openssh-cipher = This OpenSSH private key file is encrypted with { $name }, which is not read
    .hint = Change the cipher first with ssh-keygen -p -Z aes256-ctr, then import it.
err-seal-passphrase-empty = The passphrase is empty
    .hint = Choose one that you remember and nobody guesses.
err-seal-envelope = The envelope (.dsse.json) does not fit its content, or is not spelled in the one prescribed form
    .hint = Ask the signer for the original file.
err-seal-side-car = The side-car signature (.json.sig) is not spelled in the one prescribed form
    .hint = Ask the signer for the original file.
err-seal-statement = The statement cannot be written: { seal-fault }
    .hint = Check what was typed: no control characters in text, names as prescribed.
err-seal-ring = The key ring is not as prescribed: { seal-fault }
    .hint = Check what was typed; key ring files must not be edited by hand.
err-seal-trust = The trust file is not as prescribed: { seal-fault }
    .hint = Get the trust file again from a reliable source.
err-seal-ring-has = The key ring has { $id } already
    .hint = A person, a key and a mandate are enrolled once.
err-seal-ring-lacks = The key ring does not have { $id }
    .hint = Enrol it first, or check the spelling.
err-seal-ring-change = The key ring cannot be changed like that: { $field ->
    [issued] it would not be issued later (--now) than the version before
    [version] its number does not follow the version before
    [prev] it does not follow the version before
    [roots] its roots or their threshold are not as they must be
   *[other] { $field }
}
    .hint = A ring only grows; an end may be brought forward, a status set once, and it must be issued later than the one before.
err-seal-approved-already = The key { $key } has approved this version already
    .hint = What is missing must come from other holders of root keys; keyring check says how many.
err-seal-not-a-root = The key { $key } is no valid root key of this version of the ring or the one before
    .hint = Let the holders of root keys approve.

## Dossiers: are the statements complete, chained, and do they cover every file

seal-typed = { $typed ->
    [agree] agree
    [disagree] disagree
    [abstain] abstain
   *[other] nothing
}
seal-signed = { $signed ->
    [agree] agree
    [disagree] disagree
    [abstain] abstain
    [withdraw] withdrawn
   *[other] nothing
}

code-seal-too-large = the file is larger than { $limit } octets and was not read
    .hint = Check whether the wrong file was put here.
code-seal-unknown-file = no such file belongs here
    .hint = Take it away; import what others signed with the import command instead of copying it.
code-seal-carrier-missing = the statement lacks this signature file
    .hint = Each statement has three files: .json, .dsse.json, .json.sig. Ask the signer for all three; after a power cut, sign again.
code-seal-statement-missing = there are signature files without their statement
    .hint = It was removed, or the power failed while writing. Restore it from a backup or the signer's copy; after a power failure remove the .dsse.json and .json.sig of this name and sign again.
code-seal-name-differs = the file's name does not follow from what it says; it should be { $wanted }
    .hint = Statements must keep their names. Restore the name; if there are two, find out which is genuine.
code-seal-other-case = this statement belongs to another case, { $case }
    .hint = Take it away and find out how it came here.
code-seal-future = the statement's time { $time } is more than 24 hours in the future
    .hint = Check the clocks of this machine and of the signer's.
code-seal-order = the statement's time { $time } is earlier than { $earlier } ({ $least }), on which it builds
    .hint = A later signature cannot bear an earlier time. Check the clock of the signing machine and sign again.
code-seal-key-no-mandate = { $person } had no mandate for the seat { $seat } in the stage { $stage } at { $time }
    .hint = Have someone with a mandate sign, or have the mandate enrolled in the key ring first.
code-seal-wrong-seat = the seat { $id } cannot sign this statement
    .hint = Sign from the seat that the rules name; a stage is sealed by its own sealing seat.
code-seal-ring-unknown = version { $version } of the key ring, which the statement names, is not here or differs
    .hint = All versions of the key ring travel with the dossier. Ask its keeper for this one.
code-seal-ring-later = the statement ({ $time }) is earlier than the issue of the key ring it names ({ $issued })
    .hint = Check the clock of the signing machine and sign again.
code-seal-ring-fell = the statement names version { $version } of the key ring, an earlier statement named { $least }
    .hint = Sign again with the newest key ring.
code-seal-facts-missing = case.toml is missing
    .hint = Restore it from a backup.
code-seal-facts-unreadable = case.toml cannot be read: { $problem }
    .hint = Check quotes, equals signs and dates in this line, or restore the file from a backup.
code-seal-facts-differ = a fact of the case differs from the signed opening: now “{ $typed }”, then “{ $signed }”
    .hint = These facts cannot change after the opening. Change it back, or open the case anew and go through all stages again.
code-seal-policy-changed = the rules differ from those signed in the opening, { $id }
    .hint = Restore the rules folder from a backup, or open the case anew.
code-seal-policy-unknown = the rules { $id } are not among those to be believed
    .hint = An upgrade that changed the built-in rules leaves older dossiers so: name the folder of the rules of then with --profiles, or have them checked and accepted in the key ring (keyring accept), and verify with its new trust file.
code-seal-policy-draft = the rules { $id } are a draft; nothing passes under a draft
    .hint = Wait until they are issued and open the case under them.
code-seal-policy-date = the opening lies outside the validity of the rules { $id }
    .hint = Open the case under the rules in force on that day.
code-seal-policy-scope = the rules { $id } do not apply to this division or grade
    .hint = Check division and grade, or choose the rules that apply.
code-seal-no-opening = there is no opening (seals/00-open.json)
    .hint = A new case is opened first: juanzong seal CASE --stage open --key KEY.pem --keyring RING. If it was opened before, restore the folder seals from a backup.
code-seal-chain-gap = the numbers of the seals have a gap; this one is missing
    .hint = Restore the missing seal from a backup.
code-seal-chain-broken = the statement does not follow the seal before it
    .hint = The seal before it may have been exchanged; find out whether it is genuine.
code-seal-fork = there are two seals or openings for one place
    .hint = A stage cannot have two results. Believe neither until it is known where they come from.
code-seal-statement-suppressed = { $source } holds a statement that { $person } signed at { $time }; the dossier does not
    .hint = No statement signed before filing may be left out. Find out why it is not in the dossier.
code-archive-two-packages = { $source } holds another opening or seal of filing of this case ({ $person }, { $time })
    .hint = A case has one dossier. Believe neither until it is known where they come from.
code-seal-stage-order = the stage to be sealed now is “{ $wanted }”
    .hint = Keep the order that the rules give.
code-seal-stage-unsealed = the stage “{ $stage }” is not sealed
    .hint = Finish the stage and seal it.
code-seal-return-forward = a case can only go back to an earlier stage
    .hint = Name an earlier stage.
code-seal-after-filing = nothing is signed after the seal of filing
    .hint = Register later events elsewhere and leave the dossier alone.
code-seal-gap = a person's statements in a seat have a gap: number { $k } stands where { $wanted } should
    .hint = One may have been removed. Restore it from a backup or from the signer's copy.
code-seal-supersedes = the statement does not name the one it supersedes
    .hint = The one before may have been exchanged; restore it from the signer's copy.
code-seal-shown-unknown = the statement says that { $name } was shown but does not cover it
    .hint = Have it signed again.
code-seal-seat-empty = nobody was heard in the seat “{ $seat }”
    .hint = Have someone with a mandate review and sign.
code-seal-seat-crowded = more than one person was heard in the seat “{ $seat }”, which has room for one
    .hint = Have the others withdraw.
code-seal-conflict = { $person } sits both as “{ $seat }” and as “{ $other }”, which the rules forbid
    .hint = Have another person take one of the seats and sign again.
code-seal-related = { $person } (“{ $seat }”) is of “{ $org }”, which is the enterprise itself or has an interest in it; the rules do not let such a person review
    .hint = Have a person without such ties review and sign.
code-seal-roster-missing = the seat “{ $seat }” has no roster yet
    .hint = Have the roster signed first (sign --roster).
code-seal-roster-twice = two persons signed a roster of the seat “{ $seat }”
    .hint = One person signs the roster. Find out who is in charge and do it again.
code-seal-roster-other = the opinion does not rest on the roster in force
    .hint = After a change of the roster every member signs again.
code-seal-roster-incomplete = the roster leaves out { $name } ({ $person })
    .hint = A roster lists every member, also those absent or recused. Sign it again.
code-seal-roster-stranger = the roster lists { $name } ({ $person }), who does not belong to the seat
    .hint = Compare it with the mandates or with the paper that names the members, and sign it again.
code-seal-not-on-roster = { $person } gave an opinion but is not on the roster
    .hint = Sign the roster again, or have the opinion withdrawn.
code-seal-absent-opinion = { $person } gave an opinion but is absent or recused on the roster
    .hint = Correct the roster, or have the opinion withdrawn.
code-seal-member-unheard = { $name } ({ $person }) of “{ $seat }” was present but gave no opinion
    .hint = Have the person sign: agree, disagree or abstain.
code-seal-too-few-agree = “{ $seat }” needs { $least } who agree; there are { $agree }
    .hint = The stage cannot be sealed as done; it can be returned.
code-seal-same-organisation = The members of “{ $seat }” must be of different organisations; { $persons } are all of { $org }
    .hint = Choose somebody else, or list one of them as absent or recused; the key ring says who belongs where.
code-seal-no-quorum = { $present } of { $members } members of “{ $seat }” were present, which is too few
    .hint = Meet again with enough members.
code-seal-opinion-differs = { $file } bears the opinion “{ seal-typed }”, signed was “{ seal-signed }”; they or their words differ
    .hint = Correct the paper and build it again, or have the opinion signed again.
code-seal-opinion-unsigned = the paper bears an opinion “{ seal-typed }” of { $person }, who did not sign it
    .hint = Have the person sign, or remove the opinion from the paper.
code-seal-row-unknown = the statement answers for row { $row }, which the paper does not have
    .hint = Have it signed again.
code-seal-row-unsigned = nobody answers for row { $row }
    .hint = Have the person who checked this row sign.
code-seal-subject-missing = the statement does not cover { $name }, which it must cover
    .hint = The file came later or was left out. Take it away, or have the statement signed again.
code-seal-subject-extra = the statement covers { $name }, which it must not cover
    .hint = Have it signed again.
code-seal-subject-absent = { $name }, which the statement names, is not in the dossier, or not as it was signed
    .hint = Restore the file as it was when it was signed.
code-seal-subject-digest = the statement's digests are not those that the rules ask for
    .hint = Have it signed again with the current version.
code-seal-subject-gone = { $name } as a superseded statement named it is no longer in the dossier
    .hint = The statement is not in force; this is for information.
code-seal-slot-empty = the required item “{ $slot }” has no file
    .hint = Complete it before sealing.
code-seal-evidence-differs = The list of received files (evidence.toml) does not fit the files: { $what ->
        [unreadable] it cannot be read, { $name }
        [missing] { $name } is on it and not in the dossier
        [size] { $name } has another number of octets
        [sha256] { $name } has another SHA-256
       *[sm3] { $name } has another SM3, or one too many or too few
    }
    .hint = The list is written by build and must not be edited. Ask whoever sent the package for the original.
code-seal-uncovered-file = nobody signed for this file
    .hint = Take it away, or put it into an item of the rules and have it signed.
code-seal-no-subjects = there is nothing to review in the seat “{ $seat }”
    .hint = Put the material in place and build the documents first.
code-seal-not-built = the document has not been built, or what was typed has changed since
    .hint = Run juanzong build, read the new document, then sign.
code-seal-not-this-stage = the seat { $id } does not belong to the open stage “{ $stage }”
    .hint = Check the seat; stages keep their order.
code-seal-not-plural = the seat “{ $seat }” has one holder and needs no roster
    .hint = Sign the opinion directly.
code-seal-response-stale = This response was signed about an earlier state of the case: its stage is now “{ $stage }”, or the seal before it is another one
    .hint = Make a new request, and let the person sign the files as they are now.
code-seal-response-twice = The case has another statement of this seat, person and number already, and it says something else
    .hint = There cannot be two of one number. Find out where both come from; to change an opinion, make a new request and sign once more.
code-seal-nothing-to-withdraw = there is no opinion to withdraw in the seat “{ $seat }”
    .hint = Check the seat; after the seal the case must be returned first.
code-seal-time-claimed = the times of signatures are claimed by the signers; colluding key holders could sign a whole case again with earlier times
    .hint = A signer's own copy, another package or a newer key ring exposes this.
code-seal-dissent = { $name } ({ $person }) disagreed as “{ $seat }”: { $text }
    .hint = Dissent is kept and does not change the verdict.
code-seal-not-adopted = { $agree } of { $whole } members of “{ $seat }” agreed, which is no majority
    .hint = This is the result of the vote and does not change the verdict; check whether the case may be closed.
code-seal-nothing-to-compare = { $source } holds no good statement of case { $case }: there was nothing to compare
    .hint = Check the place: a signer's own copies (the .signed folder beside the key), a case folder or another package.
code-seal-signed-after-filing = After filing, at { $time }, { $name } ({ $person }) signed another statement in "{ $seat }"{ $opinion ->
        [agree] : agrees
        [disagree] : disagrees
        [abstain] : abstains
       *[other] {""}
    }{ $has-text ->
        [true] {" "}({ $text })
       *[false] {""}
    }
    .hint = It does not change the verdict of the day of filing; read it together with the dossier.
code-seal-withdrawn-after-filing = After filing, at { $time }, { $name } ({ $person }) took back the opinion given in "{ $seat }"{ $has-text ->
        [true] : { $text }
       *[false] {""}
    }
    .hint = That time is claimed and proves no order. The verdict of the day of filing stands; whether the opinion can still be relied on today, ask the person and the office.
code-seal-after-refused = In the folder of statements made after filing this file counts for nothing: { $why ->
        [unreadable] it is no statement, or its signature files are missing or do not match
        [other-case] it belongs to another case
        [not-after] it does not follow the filing seal
       *[not-genuine] it is not signed with a key that this person held at the time
    }
    .hint = Anybody can lay files beside a package, so this bears no verdict. Ask the signer.

err-seal-other-key = the statement was prepared for another key: { $key }
    .hint = Sign with the key that was named, or begin again.

checked-statements = { $count ->
    [one] { $count } statement
   *[other] { $count } statements
}
checked-statements-after = { $count ->
    [one] { $count } statement after filing
   *[other] { $count } statements after filing
}
checked-signatures = { $count ->
    [one] { $count } signature
   *[other] { $count } signatures
}
unchecked-other-sources = not compared with other sources
unchecked-seal-statements = rules or key ring cannot be used: statements were not verified
unchecked-seal-coverage = the chain of seals is incomplete: whether statements cover every file was not checked
checked-other-sources = { $count ->
    [one] { $count } statement agreeing with other sources
   *[other] { $count } statements agreeing with other sources
}
