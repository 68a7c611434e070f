"""What PyPI's icalendar reads in each calendar of a folder: one line of JSON a file, on standard output.

Times are seconds since 1970; a time without a zone is read in the zone of the second argument. Of a rule, dateutil
gives the wall times.
"""

import datetime as dt
import json
import pathlib
import re
import sys
from zoneinfo import ZoneInfo

import icalendar
from dateutil.rrule import rrulestr

OWN = ZoneInfo(sys.argv[2])


def seconds(moment):
    return int((moment if moment.tzinfo else moment.replace(tzinfo=OWN)).timestamp())


def values(event, name):
    found = event.get(name, [])
    return found if isinstance(found, list) else [found]


def utc(moment):
    return moment.astimezone(dt.timezone.utc)


def end_of(event, start):
    """The end of what begins at a start: the event's own, or that of one of its repetitions."""
    if not isinstance(start, dt.datetime):
        return event["DTEND"].dt if "DTEND" in event else start + event["DURATION"].dt
    start = start if start.tzinfo else start.replace(tzinfo=OWN)
    if "DTEND" in event:
        first, last = event["DTSTART"].dt, event["DTEND"].dt
        return utc(start) + dt.timedelta(seconds=seconds(last) - seconds(first))
    # Days are the calendar's, hours are exact.
    length = event["DURATION"].dt
    return utc(start + dt.timedelta(days=length.days)) + dt.timedelta(seconds=length.seconds)


def dates_of(event):
    start = event["DTSTART"].dt
    if "RRULE" not in event:
        return []
    rule = event["RRULE"]
    # dateutil compares wall times: the end of the rule must be one, too.
    until = [moment.astimezone(start.tzinfo).replace(tzinfo=None) for moment in rule.get("UNTIL", [])]
    rule = icalendar.vRecur({**rule, **({"UNTIL": until} if until else {})})
    out = {value.dt.replace(tzinfo=None) for one in values(event, "EXDATE") for value in one.dts}
    every = rrulestr(rule.to_ical().decode(), dtstart=start.replace(tzinfo=None))
    found = []
    for wall in every:
        if len(found) == 40:
            break
        if wall not in out:
            moment = wall.replace(tzinfo=start.tzinfo)
            found.append({"day": wall.date().isoformat(), "start": seconds(moment), "end": seconds(end_of(event, moment))})
    return found


for path in sorted(pathlib.Path(sys.argv[1]).glob("*.ics")):
    # icalendar decodes before it joins folded lines, and loses the characters that a fold cuts.
    unfolded = re.sub(rb"\r?\n[ \t]", b"", path.read_bytes())
    event = icalendar.Calendar.from_ical(unfolded).walk("VEVENT")[0]
    start = event["DTSTART"].dt
    end = end_of(event, start)
    day = not isinstance(start, dt.datetime)
    conferences = values(event, "CONFERENCE")
    moderator = [str(one) for one in conferences if "MODERATOR" in str(one.params.get("FEATURE", ""))]
    join = [str(one) for one in conferences if str(one).startswith("https:") and str(one) not in moderator]
    location = str(event.get("LOCATION", ""))
    print(
        json.dumps(
            {
                "file": path.name,
                "title": str(event["SUMMARY"]),
                "day": day,
                "start": start.isoformat() if day else seconds(start),
                "end": (end - dt.timedelta(days=1)).isoformat() if day else seconds(end),
                "join": join or [one for one in [location] if one.startswith("https:")],
                "private": moderator,
                "dates": dates_of(event),
            }
        )
    )
