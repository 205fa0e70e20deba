# The command of the volume
cmd-volume = binds the volume again, and makes copies of it to print or to keep
    .more = The volume lies in out/data, copies in out/copies, never packed. Page numbers run on through the parts of a divided copy; each part has a cover, a catalogue and a closing sheet of its own, which bear no numbers; no item is divided.
    .case = case folder
    .duplex = also a copy to print on both sides: items begin on a front side, numbers stand at the outer edge
    .split = also copies in parts of at most so many pages (without each part's own cover, catalogue and closing sheet)
    .container = also a PDF/A-3b that holds every original: cover and catalogue as pages, originals attached
    .rasterise = binds the pages of these received PDF files as pictures from now on (written into case.toml; the originals stay), so that the volume can be PDF/A
cli-volume = volume: { $path }
cli-volume-asked = written into case.toml; every later build binds them so
err-volume-filed = the case is filed, its volume can no longer be changed
    .hint = To print or keep it another way, make a copy with --duplex, --split or --container.
err-volume-no-evidence = { $path } is no received file of this case
    .hint = Write it as evidence/<slot>/<file>, as it lies in the folder evidence.
err-volume-by-hand = case.toml is laid out in a way that the program leaves alone
    .hint = Write rasterise = ["{ $path }"] under [slot."{ $slot }"] yourself and build again.
