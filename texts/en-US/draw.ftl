# Draws: the frozen list, the public value, the record.
checked-draw-entries = { $count } entries of the list

code-draw-syntax = { $fault ->
        [json] not strict JSON (from octet { $at })
        [type] no file of a draw, or of a version that is not known: { $field }
        [unknown] the field { $field } is not in the format
        [missing] the field { $field } is missing
        [invalid] the field { $field } does not hold what belongs there
        [order] the field { $field } is out of order or names something twice
        [large] the file is too large
       *[other] not spelled in the one form (from octet { $at })
    }
    .hint = The file was changed after it was made. Ask whoever froze the list for the original.
code-draw-unsigned = this file is not signed
    .hint = Put its signature (.sig) beside it; where there is none, let the signer sign again.
code-draw-value-not-later = the public value comes to exist on { $day }, not later than { $frozen }, when the list was frozen
    .hint = Somebody may have known the value when the list was frozen: this is no formal draw. Choose a later public value and freeze the list again.
code-draw-too-early = drawn at { $time }, before the public value came to exist on { $day }
    .hint = Check the computer's clock; draw once the value exists.
code-draw-value-spelling = the public value "{ $value }" is not spelled as the list's example "{ $example }"
    .hint = Another spelling of one value draws others. Spell it as in the list; where that cannot be, the witness decides.
code-draw-other-list = the record rests on the list { $named }; this list is { $found }
    .hint = List and record do not belong together, or the list was changed after the draw.
code-draw-seed-differs = the record's seed is { $named }; list and public value give { $found }
    .hint = The record was changed, or was not computed as published. Do not rely on it.
code-draw-selection-differs = drawing again gives another result; missing from the record: { $missing }; in it without reason: { $extra }
    .hint = The record was changed, or was not drawn as published. Do not rely on it.
code-draw-below-rate = { $drawn } are drawn, fewer than the { $ordered } ({ $needed }) that "{ $title }" asks for
    .hint = Freeze the list again with the rate that is ordered.
code-draw-rehearsal = a rehearsal: somebody chose the seed, so it could be steered and is no formal draw
    .hint = For a formal draw freeze and sign the list (draw freeze), and draw once the public value that it names exists.
code-draw-time-claimed = the list was frozen at { $time }, as its signer claims; its digest is { $digest }
    .hint = Make sure that this digest was published or in the witness's hands before the public value existed.
