# The package: written and checked

checked-entries = { $count } files in the package
checked-octets = { $count } octets
checked-manifest-lines = { $count } manifest lines

unchecked-package-contents = The structure of the package cannot be trusted: files, lists and signatures in it were not checked
unchecked-package-signatures = As asked, only files and lists were checked, not signatures

code-package-not-a-zip = This is no package: the file is not a zip
    .hint = Check that you chose the right file; a package is the .zip that juanzong pack writes.
code-package-truncated = The package is incomplete: its end is missing
    .hint = A copy or transfer was probably interrupted. Get the file again and compare its size.
code-package-not-canonical = The zip is not in its one form ({ $what ->
        [central-directory] its directory is damaged or holds something else
        [duplicate] a name stands twice
        [order] files are out of order
        [folder] the outermost folder is not the same everywhere
        [gap] something lies between files, or they overlap
        [offset] a file lies elsewhere: something stands before it or is missing
        [trailing] something follows the end, or there is a comment
        [end] the end record does not fit the contents
        [empty] there are no files in it
        [comment] there is a comment
        [extra] there is an extra field
        [flags] wrong flags: encrypted, or another encoding of names
        [method] another compression method
        [time] a time other than the fixed one
        [crc] two records of a checksum differ
        [size] a wrong size
        [external-attributes] wrong attributes, perhaps a link
       *[other] { $what }
    })
    .hint = It may have been packed again by another program, or altered. Unpack it and check the folder: juanzong verify FOLDER. If that passes, replace this copy by the original package.
code-package-too-large = The package holds { $entries } files, at most { $limit } are allowed
    .hint = Ask the office that issued it; no dossier has so many files.
code-package-name-refused = The file name is not allowed: { $flaw }
    .hint = No package has such names; it may have been altered. Ask the issuing office for it again.
code-package-name-clash = Some systems take this name and “{ $other }” for the same
    .hint = No package has names that differ only by case or width; it may have been altered. Ask the issuing office for it again.
code-package-special-file = This is a link or a device, no ordinary file
    .hint = Remove the link, or unpack the original package again.
code-package-crc-mismatch = The content does not fit the zip's checksum: recorded { $stored }, actual { $actual }
    .hint = The file was damaged in transfer or storage, or altered. Get the package again.
code-package-folder-name = The outermost folder is called “{ $actual }” and should bear the case id “{ $expected }”
    .hint = The package may have been put together from another case. Ask the issuing office.
code-package-bag-declaration = bagit.txt does not say what it must
    .hint = Another program may have changed the package. Ask the issuing office for it again.
code-package-unknown-algorithm = A manifest with a digest algorithm that is not provided for
    .hint = A package has SHA-256 manifests, and SM3 manifests where the rules ask for them; this one was not checked and proves nothing.
code-package-manifest-malformed = This line of the manifest is malformed, out of order or repeated
    .hint = juanzong writes no such line; the manifest may have been altered. What follows it was not compared.
code-package-payload-mismatch = The content is not what the manifest says: recorded { $algorithm }:{ $expected }, actual { $algorithm }:{ $actual }
    .hint = This paper changed after it was packed. Compare it with the original at the issuing office.
code-package-payload-missing = { $manifest } lists this file, but the package does not have it
    .hint = The paper was removed or lost. Ask the issuing office for the package again.
code-package-unlisted-file = No manifest lists this file
    .hint = It was added after packing, does not belong to the dossier, and nobody signed it.
code-package-tag-mismatch = The content is not what the manifest says: recorded { $algorithm }:{ $expected }, actual { $algorithm }:{ $actual }
    .hint = The file changed after it was packed. Ask the issuing office for the package again.
code-package-tag-missing = This file is missing
    .hint = Every package has it; it was removed or lost. Ask the issuing office for the package again.
code-package-unknown-tag-file = This file does not belong into a package
    .hint = It was added later. Move it away before checking again, and find out where it came from.
code-package-determined-differs = The content is not what it must be: expected sha256:{ $expected }, actual sha256:{ $actual }
    .hint = The file follows from the rest of the package and cannot differ; do not run scripts from this package. Ask the issuing office for it again.
code-package-filing-seal-missing = There is no filing seal, or it cannot be read
    .hint = Without it nothing shows that the package is complete. Ask the issuing office for the filed package.
code-package-not-a-parcel = This is neither a request to sign nor a response to one, or it was damaged ({ $why })
    .hint = Ask whoever made it for the original file and copy it as it is; do not unpack and compress it again.
code-package-unsealed-file = The filing seal { $seal } does not cover this file
    .hint = It was added after the filing seal, and nobody signed it. Find out where it came from.

code-package-other-unsound = The package to compare with cannot be trusted itself ({ $code }); it was not compared
    .hint = Verify it by itself with juanzong verify, or compare with another source.

code-package-plain-bag = This is no package of juanzong; only its files and lists were checked, as BagIt { $version }
    .hint = That files and lists agree does not make the content genuine: there are no signatures to check.
code-package-bag-warning = { $what ->
        [star] The manifest has asterisks before names, as tools like md5sum write them
        [relative] The manifest has names that begin with ./
        [twice] The manifest lists a file twice, with the same digest
        [normalisation] Names are spelled in different Unicode forms (as on a Mac)
        [alike] This name differs from another in case or width alone; on some systems one replaces the other
        [system] A file that systems make by themselves, not content
        [windows] On Windows this name leads out of the folder
        [fetch] fetch.txt names a file that no manifest lists
       *[oxum] Payload-Oxum does not agree with the files and octets that are there
    }
    .hint = It does not change the verdict; tell whoever made the bag.

err-package-changed = The file changed while it was read: { $path }
    .hint = Another program may be writing it. Wait until that has ended and do it again.
err-package-interrupted = Stopped as asked: there is no result, and nothing half-written is left
    .hint = Do it again when you need it.
err-package-not-built = { $name } has not been built
    .hint = Run juanzong build first.
err-package-stray = This file does not belong to the dossier and cannot be packed: { $path }
    .hint = Move it out of the case folder (an editor's backup, a thumbnail file of the system).
err-package-name = The name cannot be used in a package: { $name } ({ $flaw })
    .hint = Rename the file and do it again.
err-package-large = There are { $count } files, a package holds at most { $limit }
    .hint = Join loose papers into PDF files before taking them in.
err-package-ring = The key ring cannot be read: { $name }
    .hint = Name the folder of the key ring again with --keyring when signing, or restore the folder keyring from a backup.
err-package-unsealed = There is no filing seal yet
    .hint = Finish all stages and let the person with the mandate make the filing seal (juanzong seal).
err-package-filing-differs = Files changed after the filing seal: { $names }
    .hint = Restore their contents. If the change is needed, return the case to its stage, then sign and seal again.
