//! From where on silence is an alarm, each threshold by itself over `Thresholds::default()`; 0 turns one off.
//! Not here: what the thresholds mean (`alarms`).

use chrono::Duration;

use crate::{alarms::Thresholds, message::Line};

use super::{
    error::Error,
    file::{AlarmsTable, Scalar},
    sources::{Sources, Told},
};

const TABLE: &str = "[alarms]";
/// A year of minutes, and more than anybody counts.
const MOST: u32 = 525_600;

/// Reads the thresholds for these lines.
pub(super) fn read(
    sources: &mut Sources<'_>,
    table: AlarmsTable,
    lines: &[Line],
) -> Result<Thresholds, Error> {
    let mut set = Thresholds::default();
    for told in quiet_lines(sources, table.quiet_lines)? {
        let names = told.as_str().split(',').map(|name| name.trim().to_owned());
        set.quiet_lines.extend(names);
    }
    for name in &set.quiet_lines {
        if !lines.iter().any(|line| line.0 == *name) {
            sources.warnings.push(format!(
                "quiet_lines under {TABLE} names {name}, and there is no such line: correct it, or take it out"
            ));
        }
    }
    let number = |key: &'static str, scalar: Option<Scalar>| -> Result<Option<u32>, Error> {
        let variable = format!("PRAG_ALARMS_{}", key.to_ascii_uppercase());
        let told = sources.setting(&variable, TABLE, key, scalar)?;
        let whole = |text: &str| text.parse().ok().filter(|number| *number <= MOST);
        let wrong = "is not a whole number up to 525600";
        told.map(|told| told.read(whole, wrong, "write a number, or 0 for no such alarm")).transpose()
    };
    let hours = |hours: u32| (hours > 0).then(|| Duration::hours(hours.into()));
    let minutes = |minutes: u32| (minutes > 0).then(|| Duration::minutes(minutes.into()));
    let count = |count: u32| (count > 0).then_some(count);
    if let Some(told) = number("silence_hours", table.silence_hours)? {
        set.silence = hours(told);
    }
    if let Some(told) = number("unhandled_minutes", table.unhandled_minutes)? {
        set.unhandled = minutes(told);
    }
    if let Some(told) = number("unsent_minutes", table.unsent_minutes)? {
        set.unsent = minutes(told);
    }
    if let Some(told) = number("unpolled_minutes", table.unpolled_minutes)? {
        set.unpolled = minutes(told);
    }
    if let Some(told) = number("webhook_pending", table.webhook_pending)? {
        set.webhook_pending = count(told);
    }
    if let Some(told) = number("webhook_error_minutes", table.webhook_error_minutes)? {
        set.webhook_error = minutes(told);
    }
    if let Some(told) = number("aside", table.aside)? {
        set.aside = count(told);
    }
    if let Some(told) = number("restarts", table.restarts)? {
        set.restarts = count(told);
    }
    Ok(set)
}

/// From the environment all in one, from the settings file one by one.
fn quiet_lines(sources: &Sources<'_>, names: Option<Vec<Scalar>>) -> Result<Vec<Told>, Error> {
    if let Some(told) = sources.variable("PRAG_ALARMS_QUIET_LINES")? {
        return Ok(vec![told]);
    }
    let names = names.unwrap_or_default().into_iter();
    names.filter_map(|name| sources.key(TABLE, "quiet_lines", Some(name)).transpose()).collect()
}
