//! The office's hours and telephone, each setting by itself over `Office::default()`.
//! Not here: what follows from them (`office`).

use chrono::{Datelike, NaiveDate, NaiveTime};

use crate::office::Office;

use super::{error::Error, file::OfficeTable, read_truth, sources::Sources};

const TABLE: &str = "[office]";

/// Reads the office.
pub(super) fn read(sources: &mut Sources<'_>, table: OfficeTable) -> Result<Office, Error> {
    let mut office = Office::default();
    let opens = sources.setting("PRAG_OFFICE_OPENS", TABLE, "opens", table.opens)?;
    let closes = sources.setting("PRAG_OFFICE_CLOSES", TABLE, "closes", table.closes)?;
    for (told, hour) in [(&opens, &mut office.opens), (&closes, &mut office.closes)] {
        if let Some(told) = told {
            *hour = told.read(hour_of, "is not an hour of the day", "write it as \"08:00\"")?;
        }
    }
    if let Some(told) = closes.or(opens) {
        let later = office.opens < office.closes;
        told.check(|_| later, "does not close the office later than it opens", "set both opens and closes")?;
    }
    if let Some(told) = sources.variable("PRAG_OFFICE_HOLIDAYS")? {
        let days = |text: &str| text.split(',').map(|day| day_of(day.trim())).collect();
        office.holidays = told.read(days, "is not a list of days", "write it as 01-01,02-17 (month-day)")?;
    } else if let Some(days) = table.holidays {
        office.holidays.clear();
        for day in days {
            if let Some(told) = sources.key(TABLE, "holidays", Some(day))? {
                office.holidays.push(told.read(
                    day_of,
                    "is not a day of the year",
                    "write it as \"02-17\" (month-day)",
                )?);
            }
        }
    }
    if let Some(told) = sources.setting("PRAG_OFFICE_ON_CALL", TABLE, "on_call", table.on_call)? {
        office.on_call = read_truth(&told)?;
    }
    if let Some(told) = sources.setting("PRAG_OFFICE_ZONE", TABLE, "zone", table.zone)? {
        let zone = |text: &str| text.parse().ok();
        office.zone = told.read(zone, "is not a time zone", "write it as \"Europe/Belgrade\"")?;
    }
    match sources.setting("PRAG_OFFICE_TELEPHONE", TABLE, "telephone", table.telephone)? {
        Some(told) => {
            told.check(
                is_telephone,
                "is not a telephone number",
                "write it as people dial it: \"038 500 100\"",
            )?;
            office.telephone = told.as_str().to_owned();
        }
        None => sources.warnings.push(format!(
            "no telephone of the office is set, so people are told {}: set PRAG_OFFICE_TELEPHONE",
            office.telephone
        )),
    }
    Ok(office)
}

/// `08:00`; TOML writes an unquoted hour with its seconds.
fn hour_of(text: &str) -> Option<NaiveTime> {
    ["%H:%M", "%H:%M:%S"].into_iter().find_map(|form| NaiveTime::parse_from_str(text, form).ok())
}

/// `02-17`, as (month, day).
fn day_of(text: &str) -> Option<(u32, u32)> {
    // A leap year, so that the 29th of February is a day.
    let day = NaiveDate::parse_from_str(&format!("2024-{text}"), "%Y-%m-%d").ok()?;
    Some((day.month(), day.day()))
}

fn is_telephone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    (3..=15).contains(&digits) && text.bytes().all(|b| b.is_ascii_digit() || b"+-/() .".contains(&b))
}
