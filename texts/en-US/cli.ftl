# The command line: help, questions, wrong usage

# ── The fixed words of help pages ──
cli-usage = { "Usage: " }
cli-colon = :
cli-commands = Commands
cli-arguments = Arguments
cli-options = Options
cli-everywhere = Options of every command
cli-command-word = COMMAND
cli-options-word = OPTIONS
cli-choices = { " " }(one of: { $choices })
cli-default = { " " }(default: { $value })
cli-exits = Exit codes: 0 done or passed; 1 checked and failed; 2 could not do it (usage, files, settings); 3 checked and indeterminate.

# ── The commands ──
cmd-juanzong = Case files of performance grading in key industries: assemble, sign, seal, pack, verify
    .more = Type juanzong alone inside a case folder to see where the case stands and which command comes next. About each command: juanzong COMMAND --help
    .lang = Language of everything you read
    .quiet = Say nothing but errors
    .no_progress = Show no progress bars
    .format = How results are printed: text for people, json for programs
    .yes = Answer every question with yes, for scripts
    .now = Take this as the present time, written 2026-03-06T09:30:00+08:00 or 2026-03-06 (tests, late entry of paper acts)
    .font_dir = Prefer the fonts in this folder
    .help = Show help
    .version = Show the version
    .passphrase_file = File whose first line is the passphrase; without it the terminal asks
cmd-completions = Print a completion script for the shell
    .more = For example: juanzong completions bash > ~/.local/share/bash-completion/completions/juanzong
    .shell = Which shell
cmd-man = Write the manual pages
    .more = One page for each command, to be read with man -l.
    .dir = Folder for the pages

# ── Manual pages ──
man-name = NAME
man-synopsis = SYNOPSIS
man-description = DESCRIPTION
man-exits = EXIT CODES
man-version = VERSION
man-authors = AUTHORS
man-written = { $count ->
    [one] Wrote { $count } manual page: { $path }
   *[other] Wrote { $count } manual pages: { $path }
}

# ── Questions ──
cli-yes-or-no = { " " }(y for yes, Enter for no){ " " }
cli-replace = { $path } exists and differs. Replace it?
cli-passphrase = Passphrase of the key { $key } (not shown):{ " " }
cli-passphrase-new = New passphrase for the key { $key } (not shown):{ " " }
cli-passphrase-again = Once more:{ " " }
cli-passphrase-open = note: other users can read the passphrase file { $path }; tighten its mode (chmod 600).

# ── Progress bars ──
step-verify = verifying
step-pack = packing

# ── What cannot be done ──
err-cli-interrupted = stopped, as you asked
    .hint = Unfinished files are gone; run the same command again when you like.
err-cli-output = the result could not be written: { $cause }
    .hint = Check whether the disk it goes to is full.
err-cli-no-answer = a question needs an answer, and there is no terminal
    .hint = If you are sure, run it again with --yes.
err-cli-no-terminal = a passphrase is needed, and there is no terminal ({ $cause })
    .hint = Run it in a terminal, or name a file with --passphrase-file.
err-cli-passphrase-differs = the two passphrases differ
    .hint = Run the command again; nothing was written.
err-cli-passphrase-short = the passphrase is too short; at least { $least } characters
    .hint = Several unrelated words together are easy to remember and hard to guess.
err-cli-passphrase-file = the first line of the passphrase file { $path } is empty or not UTF-8
    .hint = Write the passphrase on the first line and save it as UTF-8.
err-cli-entropy = the system gave no random numbers: { $cause }
    .hint = Restart the machine and try again; no key can be made without them.
err-cli-clock = the clock of this machine cannot be used
    .hint = Set the clock, or name the time with --now.
err-cli-kept = { $path } was kept; the new one was not written
    .hint = Choose another place, or move the old one away first.

# ── Wrong usage ──
usage-meant = Did you mean { $meant }?
usage-unknown-command = there is no command { $arg }
    .hint = juanzong --help lists all commands.
usage-unknown-argument = { $arg } cannot be used here
    .hint = The command's --help lists what can.
usage-value-missing = { $arg } needs a value
    .hint = Write the value after it, with a space between.
usage-value-invalid = { $arg } does not take { $value }
    .hint = The command's --help says how to write it.
usage-value-not-offered = { $arg } does not take { $value }
    .hint = It takes: { $choices }.
usage-value-count = { $arg } has the wrong number of values
    .hint = The command's --help says how to write it.
usage-twice = { $arg } stands more than once
    .hint = Keep only one.
usage-conflict = { $arg } cannot be used together with { $other }
    .hint = Leave one of them out.
usage-missing = missing: { $arg }
    .hint = Add it as the usage below shows; put your own words for what stands in angle brackets.
usage-command-missing = say what to do
    .hint = --help lists the commands.
usage-encoding = an argument is not valid text
    .hint = Check whether a file name is garbled.
usage-wrong = the command is not written as it should be
    .hint = --help says how to write it.
