# Intake and the volume
code-assemble-empty-file = the received file is empty (0 octets)
    .hint = Ask the sender for it again, replace it and try again.
code-assemble-password = this PDF opens with a password only
    .hint = Ask the sender to remove the password; years from now nobody could read it.
code-assemble-heic = this is a HEIC photograph, which most office machines and printers cannot open
    .hint = Ask the sender for a JPEG (on the phone choose "most compatible").
code-assemble-too-large = the file, a side of its picture or its page count is over the limit; a sheet stands for it in the volume
    .hint = The original is kept. To see its content in the volume, ask for a smaller or split copy.
code-assemble-damaged = the file is damaged and gives no pages; a sheet stands for it in the volume
    .hint = The original is kept. Open and check it, and ask for it again if needed.
code-assemble-pages-disputed = nobody can say how many pages this PDF has: { $first } by one reading, { $second } by another, { $declared } by its own word; a sheet stands for it in the volume
    .hint = It may be damaged and have lost pages. Check it, print it to a new PDF and hand that in.
code-assemble-no-pages = files of this kind ({ $kind }) have no pages to bind; a sheet stands for it in the volume
    .hint = The original is kept. To see its content in the volume, add a PDF of it.
code-assemble-repaired = the inner index of this PDF is damaged; its pages were read after a repair
    .hint = The original is unchanged. Check in the volume that all pages are there.
code-assemble-decrypted = this PDF restricts its use (it opens without a password); its pages were taken
    .hint = The original is unchanged; nothing needs to be done.
code-assemble-active-content = this PDF holds things that act ({ $what }); the volume takes its pages without them
    .hint = The original is unchanged. Make sure these things are no part of the matter.
code-assemble-signed-pdf = this PDF bears { $number } digital signatures; its pages in the volume do not, the original does
    .hint = The original is unchanged; open it to check its signatures.
code-assemble-not-archival = the volume cannot be called PDF/A: { $reason ->
        [no-claim] this file does not claim to be PDF/A-2 or PDF/A-3 itself
        [altered] this file is encrypted or damaged
        [font] this file has a font that is not embedded
        [stream] this file packs or draws something in a way that PDF/A forbids
       *[colour] the colours of this file mean something else than the volume's
    }
    .hint = The volume is made all the same and can be read and printed; it only claims no PDF/A.
err-assemble-changed = the pages of { $name } are not those that were counted before
    .hint = The file may have changed meanwhile; do not edit while building, and try again.
err-assemble-face = no face has these characters, which are to be stamped on pages: { $characters }
    .hint = Check the Song face in the folder of fonts.
err-assemble-output = the volume could not be written: { $cause }
    .hint = Check free space and permissions.
err-assemble-sheet = { $name } could not be drawn
    .hint = Check the folder of fonts; if the faces are good, hand this line to the maintainers.
err-assemble-stopped = stopped on request
    .hint = What was made stays; run build again to go on.
checked-documents = { $count } documents
code-assemble-other-face = another face than in the last build ({ $role }: { $before } then, { $now } now); the documents change with it
    .hint = Where statements are signed already, keep the faces of the last build: the same machine, or the same folder with --font-dir.
code-assemble-signed-changed = a signed file has changed since it was signed; signed by: { $signers }
    .hint = Restore what was signed. Where it has to change, the signers withdraw or the stage is returned first, and it is signed again.
code-assemble-signed-gone = a signed file is gone; signed by: { $signers }
    .hint = Put the file as it was signed back from a backup and try again.
