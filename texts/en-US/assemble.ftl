# Intake and the volume
code-assemble-empty-file = the received file is empty (0 octets)
    .hint = Ask the sender for it again, replace it and try again.
code-assemble-password = { $kind ->
        [pdf] this PDF opens with a password only
       *[other] this file ({ $kind }) opens with a password only
    }
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
code-assemble-repaired = the inner index of this PDF is damaged; a repair gave { $pages } pages ({ $declared } by its own word)
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
        [content] this file claims PDF/A, but its pages use what PDF/A does not know or forbids
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
err-assemble-itself = { $path } is the folder of this case, or holds it; it cannot be taken in as evidence
    .hint = Name the files, folders or archives that were handed in; without any, the evidence in the case is looked at.
err-assemble-stopped = stopped on request
    .hint = What was made stays; run build again to go on.
checked-documents = { $count } documents
code-assemble-other-face = another face than in the last build ({ $role }: { $before } then, { $now } now); the documents change with it
    .hint = Where statements are signed already, keep the faces of the last build: the same machine, or the same folder with --font-dir.
code-assemble-signed-changed = a signed file has changed since it was signed; signed by: { $signers }
    .hint = Restore what was signed. Where it has to change, the signers withdraw or the stage is returned first, and it is signed again.
code-assemble-signed-gone = a signed file is gone; signed by: { $signers }
    .hint = Put the file as it was signed back from a backup and try again.
code-assemble-entry-refused = this entry of an archive or folder was not taken in: { $reason ->
        [path] its path leads out of the archive
        [link] it is a link or another special file
        [system] an operating system made it; it is no evidence
        [password] it needs a password
        [damaged] it is damaged and cannot be unpacked
        [method] it is packed in an unknown way
        [many] there are too many files
        [bomb] it unpacks to an odd size, or entries overlap
        [deep] archives lie too deep in archives
       *[more] { $number } more are not listed one by one
    }
    .hint = { $reason ->
        [system] Nothing needs to be done.
        [password] Ask the sender to remove the password.
        [method] Ask for an ordinary ZIP, or for the files themselves.
        [bomb] Do not unpack it elsewhere; ask for the files themselves.
        [more] See to those listed first, and try again.
       *[other] Ask for the files themselves, or for a new archive.
    }
code-assemble-no-slot = it is not known which slot this file belongs to, so it was not taken in
    .hint = Name the slot with --slot, or put the file into a folder named by a slot's id or title. The ids are the names of the folders in evidence.
code-assemble-slot-closed = the slot { $slot } belongs to the stage "{ $stage }", which is sealed, so the file was not taken in
    .hint = Take it into the slot for late evidence of the open stage (its id ends in .late), or return to that stage first.
step-intake = taking in
code-assemble-javascript = this PDF holds a script (JavaScript); the volume takes its pages without it
    .hint = The original is unchanged. A paper needs no script; if in doubt, ask for a copy printed to PDF.
code-assemble-actions = this PDF holds actions that start a program or send data ({ $what }); the volume takes its pages without them
    .hint = The original is unchanged. Allow nothing when opening it; ask for a new copy if needed.
code-assemble-external-reference = this PDF refers to things outside itself ({ $what }), which were not received
    .hint = If they are part of the matter, ask for them too; links to web pages (URI) need nothing done.
code-assemble-embedded-files = { $number } files are embedded in this PDF; the volume takes its pages and does not show them
    .hint = If they are part of the matter, ask for them as files of their own.
code-assemble-revised-after-signing = { $number } revisions were added to this PDF after it was signed
    .hint = They may be time stamps or remarks, or may change the text. Open the original in a reader that checks signatures.
code-assemble-font-not-embedded = { $number } fonts of this PDF are not embedded ({ $fonts }); elsewhere it may look and print otherwise
    .hint = Check its pages in the volume; ask for a copy with embedded fonts if needed.
code-assemble-blank-pages = { $number } pages are blank or nearly so (page { $pages })
    .hint = Check whether something was not scanned, or whether these are just the backs of sheets.
code-assemble-look-missing = { $number } filled fields, text notes or stamps do not say how they look ({ $what }); they cannot be seen in the volume
    .hint = The original is kept. Print it to PDF from the program that shows them and hand that in as well, or ask for such a file.
code-assemble-coarse-scan = { $number } scans or pictures are coarse, under 200 dpi (page { $pages }, { $dpi } dpi at the least)
    .hint = Check whether they can be read; if not, ask for a scan at 300 dpi or for the original picture.
code-assemble-turned-scan = { $number } scans are shown turned (page { $pages })
    .hint = Check in the volume whether these pages are upright.
code-assemble-cut-off = the end of this picture is missing, so its lower part or later pages may be lost; the volume has what can be read
    .hint = The original is kept. Open and check it, and ask for it again if needed.
code-assemble-moving-picture = this picture moves ({ $number } frames); the volume shows the first one
    .hint = The original is kept. If the other frames are part of the matter, ask for them as pictures or as PDF.
code-assemble-macros = this file holds macros (program code)
    .hint = The original is kept; enable no macros when opening it. Ask for a copy without them, or a PDF, if needed.
code-assemble-external-parts = this file fetches a template or another part from elsewhere ({ $what }), which was not received
    .hint = Opening it may go to the network, and years from now the part is gone. Ask for a copy with everything in it, or a PDF.
code-assemble-archive-inside = this is an archive, or one is inside ({ $what }); its files do not show in the volume
    .hint = Take in ZIP archives with juanzong intake, which unpacks them; ask for the content of other archives.
code-assemble-name-changed = the received name "{ $received }" would break elsewhere or clashes with another; "{ $name }" is used
    .hint = The content is unchanged and evidence.toml keeps the received name; nothing needs to be done.
code-assemble-handed-in-twice = this is the same file as { $other }, octet for octet
    .hint = Remove one if it was a mistake; keep both if both places need it.
code-assemble-reader-defeated = { $reason ->
        [time] reading this file took too long and was stopped
       *[crash] this file ended the program that read it (too much memory, or odd content)
    }; a sheet stands for it in the volume
    .hint = The original is kept. Check it, print it to a new PDF and hand that in; do not open it if you do not know where it comes from.
code-assemble-archive-number = the items have no archive numbers (档号) and no stamps of filing: the cover lacks something that the number is made of
    .hint = Type it in the file named here and build again; how numbers are made stands in the profile under [archive].
code-assemble-drawn = the pages of this file stand in the volume as pictures of { $dpi } dpi, as rasterise in case.toml asks
    .hint = The original is unchanged and packed as it is. Compare the pictures in the volume with it.
code-assemble-not-drawn = the pages of this file were not drawn as pictures: { $reason ->
        [part] a picture or a face in it cannot be read
        [pages] it gives no pages
        [time] it takes too long
       *[crash] it asks for too much memory
    }
    .hint = The volume has its pages as they are and cannot be called PDF/A. Ask for the file again, printed as PDF, or for a scan.
