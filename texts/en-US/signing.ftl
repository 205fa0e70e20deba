# The command line: signing, here and elsewhere

cmd-sign = signs an opinion over exactly the files that are shown
    .more = Example: juanzong sign CASE --key mine.pem --keyring RING --opinion agree. Several case folders may be named: each is shown and asked for.
        On another machine: make a request with --request, carry it there and run juanzong sign REQUEST --key mine.pem --opinion agree, then bring the response back and take it in with --response.
        Countersigning: where several persons hold a seat, each signs the same files in a statement of his own; to change an opinion is to sign a new one, and the old one stays.
        After filing: juanzong sign PACKAGE.zip --key mine.pem --withdraw (or --opinion) writes into the .after folder beside the package, which itself stays as it is.
    .case = case folders, a request to sign, or a filed package
    .key = the signer's key file
    .keyring = folder of the key ring; a request carries one
    .seat = the seat; may be left out with one seat in the open stage
    .opinion = agree, disagree or abstain
    .text = the words; without them those in the seat's box on paper
    .rows = rows the signer answers for, with commas between; all without it
    .withdraw = withdraws the opinion in force
    .roster = signs the roster of this plural seat
    .absent = an absent member, for example p-0004=travelling
    .recused = a member who stepped back, for example p-0004=related
    .request = signs nothing, but writes a request to --person here
    .person = whom the request is for, for example p-0003
    .response = of a case folder: takes this response in; of a request: where the response goes
cli-yes-no-or-stop = { " " }(y for yes, Enter to leave it out, q to stop here){ " " }
cli-sign-each = ── { $at } of { $count }: { $case } ({ $path })
cli-sign-last = Your last opinion in this seat: { $opinion }, { $time }. { $replaced ->
        [yes] This one will stand in its place.
       *[no] The last column compares with it.
    }
cli-sign-gone = Files that were there last time and are not now: { $files }
cli-col-since = since then
cli-since = { $since ->
        [new] new
        [changed] changed
       *[same] same
    }
cli-sign-summary = { $kind ->
        [roster] As { $person } { $name } you sign the roster of “{ $seat }”, { $rows } member(s): { $text }.
       *[review] As { $person } { $name } you sign in the seat “{ $seat }” over the { $files } file(s) above: { $opinion ->
            [agree] agree
            [disagree] disagree
            [abstain] abstain
           *[withdraw] withdraw
        }.
        { $said ->
            [no] No words.
           *[yes] Words: “{ $text }”
        }{ $rows ->
            [none] {""}
           *[other] {" "}
            { $rows } row(s): { $ids }.
        }
    }
    Time: { $time }
cli-sign-ask = Sign?
cli-not-signed = Nothing was signed; the case is unchanged.
cli-signed = signed: { $file }
cli-col-case = case
cli-col-folder = folder
cli-col-outcome = outcome
cli-col-result = statement or reason
cli-outcome = { $outcome ->
        [signed] signed
        [declined] left out
        [refused] refused
       *[not-reached] not reached
    }
cli-requested = the request was written to { $file }; hand it to { $person } { $name }. It is an ordinary zip: unpack it to read the documents. On their machine: juanzong { $kind ->
        [roster] sign { $file } --roster { $seat }
        [seal] seal { $file } --stage { $stage }
       *[review] sign { $file } --seat { $seat } --opinion agree
    } --key KEY.pem
cli-answered = signed; the response was written to { $file }
cli-answer-next = Bring it back to the machine with the case { $case } and run: juanzong sign CASE --response { $file }
cli-signed-after = signed: { $file }
cli-after-next = The package itself is unchanged. Keep the folder { $folder } beside the package { $path } whenever it is handed on or verified: verify names it at the head of its report.
cli-response-taken = taken in: { $person } { $name } in the seat “{ $seat }”, { $opinion }, { $files } file(s), claimed time { $time }. File: { $file }
cli-response-known = this response was taken in before; the case is unchanged: { $file }
err-cli-missing = missing: { $what }
    .hint = Add it and try again; put your own words in place of those in angle brackets. --help shows how.
