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
    .hint = Sign with a key that is enrolled for this use, or ask the keeper of the key ring to enrol one.
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
    .hint = Make a key with juanzong key new and hand out its public half with juanzong key export.
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
err-seal-ring-change = The key ring cannot be changed like that: { $field }
    .hint = A ring only grows; an end may be brought forward, a status set once, and it must be issued later than the one before.
err-seal-not-a-root = The key { $key } is no valid root key of this version of the ring or the one before
    .hint = Let the holders of root keys approve.
