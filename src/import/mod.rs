//! Importing: a platform's export becomes an event's file or a recipients' file.
//!
//! Will come in: exports of Livestorm, Zoom, b3desk, calendars. Will go out: `event.yaml`, `recipients.csv`. It never
//! overwrites a file unasked. Nothing is here yet.
