# The command of the volume
cmd-volume = binds the volume again, and makes copies of it to print or to keep
    .more = The volume lies in out/data, copies in out/copies, never packed. Page numbers run on through the parts of a divided copy; each part has a cover, a catalogue and a closing sheet of its own, which bear no numbers; no item is divided.
    .case = case folder
    .duplex = also a copy to print on both sides: items begin on a front side, numbers stand at the outer edge
    .split = also copies in parts of at most so many pages (without each part's own cover, catalogue and closing sheet)
    .container = also a PDF/A-3b that holds every original: cover and catalogue as pages, originals attached
cli-volume = volume: { $path }
