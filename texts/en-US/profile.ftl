# Profiles
err-profile-inconsistent = the profile { $file } contradicts itself: { $problem }
    .hint = Profiles are written by maintainers; send them this line.
err-profile-unknown = there is no profile { $id }; there are: { $known }
    .hint = Choose one of them and write it after --profile.
code-profile-invalid = the profile cannot be used: { $problem }
    .hint = rules/profile.toml of the case should be as it was at the opening; restore it from a backup.

# The calendar of working days
err-profile-calendar = the calendar { $file } cannot be right: { $flaw ->
        [name] its name should be the year, { $what }.toml
        [source] it names no source
        [empty] it names no holiday
        [order] a holiday ends before it begins: { $what }
        [long] a holiday is longer than any ever was: { $what }
        [outside] { $what } is neither in the year nor in the December before or the January after
        [no-weekend] { $what } is no Saturday or Sunday, so it cannot be worked for a holiday
        [distant] the working day { $what } is far from its holiday
        [twice] { $what } is set twice
        [contradicts] the file of another year says otherwise: { $what }
       *[other] { $flaw } { $what }
    }
    .hint = Correct it after the State Council's notice of the year; the years in profiles/calendar show how to write it.
err-profile-year-missing = there is no calendar of the year { $year }, so the deadline cannot be reckoned
    .hint = Write { $file } after the State Council's notice and put it into the folder of profiles; if it cannot wait, weekends alone may be assumed, and the result says so.
err-profile-event-unknown = these days are not known yet: { $events }
    .hint = The deadline can be reckoned once they have happened and stand in the case.
err-profile-round-unfit = the deadline cannot be reckoned from the round “{ $round }”; it should look like { $example }
    .hint = Correct round in case.toml.
err-profile-no-day = there is no such day
    .hint = Check the deadlines of the profile and the days that were typed.

# How a deadline was reckoned
due-working-days = working day { $number } after { $start } (not counting that day) is { $day }
due-calendar-days = day { $number } after { $start } (not counting that day) is { $day }
due-months = { $number } { $number ->
        [one] month
       *[other] months
    } after { $start } is { $day }
due-years = { $number } { $number ->
        [one] year
       *[other] years
    } after { $start } is { $day }
due-quarter-day = the day fixed for the quarter, { $day }
due-month-day = the fixed day { $day }
due-day-of-month = the day fixed for the month, { $day }
due-quarter = within the quarter, until { $day }
due-year = within the year, until { $day }
due-set = the day that was set, { $day }
due-before = “before { $before }” is read as excluding that day
due-skipped = rest days not counted: { $days }
due-made-up = weekend days worked for a holiday, counted: { $days }
due-rolled = { $from } is a rest day, so the end moves to { $day }
due-rest-weekend = that is a weekend day, and fixed days do not move
due-rest-holiday = that is a rest day ({ $name }), and fixed days do not move
due-assumed = there is no calendar of { $year }, so that year is reckoned by weekends alone; the State Council's notice prevails
due-awaiting = the notice of { $year } is not known yet and may still adjust the last days of the December before
due-unknown = there is no calendar of { $year }, so whether that day is a rest day is not known
