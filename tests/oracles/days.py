#!/usr/bin/env python3
"""Checks the calendar with other people's libraries (pip: chinesecalendar, icalendar).

usage: days.py days TABLE          lines `day D work|rest`, `working START N END`, `rolled START N END`
       days.py ics FILE MEANT      MEANT: one JSON list [about, day, summary, description] a line

days  chinese_calendar has the same working days, and counting by them ends on the same days
ics   icalendar reads the file without complaint, finds every event as it was meant and none more,
      and the file keeps RFC 5545 §3.1: CRLF, at most 75 octets, whole UTF-8 characters in each line
"""
import datetime
import json
import pathlib
import sys

ONE = datetime.timedelta(days=1)


def days(table):
    import chinese_calendar

    is_workday, day = chinese_calendar.is_workday, datetime.date.fromisoformat
    wrong, seen = [], 0
    for line in table.read_text(encoding="utf-8").splitlines():
        kind, start, *rest = line.split()
        at = day(start)
        if kind == "day":
            found = "work" if is_workday(at) else "rest"
        elif kind == "working":
            left = int(rest[0])
            while left:
                at += ONE
                left -= is_workday(at)
            found = at.isoformat()
        else:
            at += int(rest[0]) * ONE
            while not is_workday(at):
                at += ONE
            found = at.isoformat()
        seen += 1
        if found != rest[-1]:
            wrong.append(f"{line}: chinese_calendar says {found}")
    return wrong, seen


def ics(file, meant):
    import icalendar

    wrong = []
    data = file.read_bytes()
    for at, line in enumerate(data.split(b"\r\n"), 1):
        if len(line) > 75 or b"\r" in line or b"\n" in line:
            wrong.append(f"line {at}: {len(line)} octets or a bare line break")
        line.decode("utf-8")
    if not data.endswith(b"\r\n"):
        wrong.append("the last line has no end")
    calendar = icalendar.Calendar.from_ical(data)
    if calendar.errors:
        wrong.append(f"calendar: {calendar.errors}")
    if calendar["X-WR-CALNAME"] != calendar["NAME"] or str(calendar["NAME"]) != "案件期限":
        wrong.append(f"name: {calendar['NAME']}")
    found = {}
    for event in calendar.walk("VEVENT"):
        if event.errors:
            wrong.append(f"{event['UID']}: {event.errors}")
        start = event["DTSTART"].dt
        if isinstance(start, datetime.datetime) or event.duration != ONE:
            wrong.append(f"{event['UID']}: not a whole day")
        stamp = event["DTSTAMP"].dt.astimezone(datetime.timezone(datetime.timedelta(hours=8)))
        if stamp.isoformat() != "2026-05-12T00:00:00+08:00":
            wrong.append(f"{event['UID']}: DTSTAMP {stamp}")
        texts = [start.isoformat(), str(event["SUMMARY"]), str(event.get("DESCRIPTION", ""))]
        if found.setdefault(str(event["UID"]), texts) is not texts:
            wrong.append(f"{event['UID']} stands twice")
    wanted = {}
    for line in meant.read_text(encoding="utf-8").splitlines():
        about, *texts = json.loads(line)
        wanted[f"{about}@juanzong.example"] = texts
    for uid in wanted.keys() | found.keys():
        if wanted.get(uid) != found.get(uid):
            wrong.append(f"{uid}: meant {wanted.get(uid)}, read {found.get(uid)}")
    return wrong, len(found)


what, *paths = sys.argv[1:]
wrong, seen = {"days": days, "ics": ics}[what](*map(pathlib.Path, paths))
print("\n".join(wrong[:20]))
if wrong or not seen:
    sys.exit(f"{len(wrong)} of {seen} disagree")
print(f"all {seen} agree")
