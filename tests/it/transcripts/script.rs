//! A transcript as a file: reading what people do, and writing what followed under it.
//! Not here: playing it.

use chrono::Duration;
use prag::message::{Channel, Part};

/// A transcript as it was read.
pub struct Transcript {
    /// Everything above the first step, as it stands.
    head: Vec<String>,
    pub header: Header,
    pub pieces: Vec<Piece>,
}

/// What is known before the first word.
pub struct Header {
    pub channel: Channel,
    /// The language and script in which the person is answered at the end.
    pub language: String,
    /// `9.3.2026 10:00`, as the clock in the office shows it.
    pub starts: String,
    /// `8:00-16:00`, or `on call`.
    pub office: Option<String>,
    /// The language of the colleagues.
    pub staff: String,
    /// Further phones, by the name before their lines.
    pub phones: Vec<(String, Channel)>,
    /// `@name role [municipalities and topics]`; none named means one of each role.
    pub colleagues: Vec<String>,
}

pub enum Piece {
    /// A remark or an empty line.
    Kept(String),
    Step(Step),
}

/// Something happens.
pub struct Step {
    pub line: usize,
    /// Who does it: empty for the person, a name for another phone or a colleague.
    pub who: String,
    pub does: Does,
    /// As it stands in the file.
    raw: Vec<String>,
    /// What the file says that follows.
    pub followed: Vec<String>,
}

pub enum Does {
    Writes(String),
    Changes(String),
    Presses(String),
    SendsPicture,
    Rings,
    Blocks,
    Unblocks,
    Waits(Duration),
    WaitsUntil(String),
    /// One part of a message, which its network does not join.
    SendsPart(Part),
    /// The last message to the person could not be delivered.
    NotDelivered {
        gone: bool,
    },
}

impl Transcript {
    pub fn read(text: &str) -> Result<Self, String> {
        let lines: Vec<&str> = text.lines().collect();
        let end = lines.iter().position(|line| line.is_empty()).unwrap_or(lines.len());
        let head: Vec<String> = lines[..end].iter().map(ToString::to_string).collect();
        let header = Header::read(&head)?;
        let mut pieces: Vec<Piece> = Vec::new();
        // Whether the line before may go on in a line that begins with two spaces.
        let mut open = Open::Nothing;
        for (at, line) in lines.iter().enumerate().skip(end) {
            if let (Some(more), false) = (line.strip_prefix("  "), matches!(open, Open::Nothing)) {
                let Some(Piece::Step(step)) = pieces.last_mut() else { unreachable!("something is open") };
                match open {
                    Open::Written => step.add_line(more),
                    _ => step.followed.push((*line).to_owned()),
                }
            } else if let Some(output) = is_output(line) {
                let last = pieces.iter_mut().rev().find_map(|piece| match piece {
                    Piece::Step(step) => Some(step),
                    Piece::Kept(_) => None,
                });
                let step = last.ok_or_else(|| format!("line {}: nothing happened before", at + 1))?;
                step.followed.push(output.to_owned());
                open = Open::Followed;
            } else if line.is_empty() || line.starts_with('#') {
                pieces.push(Piece::Kept((*line).to_owned()));
                open = Open::Nothing;
            } else {
                let step = Step::read(at + 1, line).ok_or_else(|| format!("line {}: {line}", at + 1))?;
                pieces.push(Piece::Step(step));
                open = Open::Written;
            }
        }
        Ok(Self { head, header, pieces })
    }

    /// The file again, with what followed now; `steps` gives the lines of each step in order.
    pub fn written(&self, steps: &[Vec<String>]) -> String {
        let mut steps = steps.iter();
        let mut lines = self.head.clone();
        for piece in &self.pieces {
            match piece {
                Piece::Kept(line) => lines.push(line.clone()),
                Piece::Step(step) => {
                    lines.extend(step.raw.iter().cloned());
                    lines.extend(steps.next().into_iter().flatten().cloned());
                }
            }
        }
        lines.join("\n") + "\n"
    }
}

enum Open {
    Nothing,
    Written,
    Followed,
}

/// `< text`, `name < text`, `! fact`.
fn is_output(line: &str) -> Option<&str> {
    let (who, _) = line.split_once("< ").or_else(|| line.split_once("! "))?;
    is_name(who.trim_end()).then_some(line)
}

fn is_name(who: &str) -> bool {
    who.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '@')
}

impl Header {
    fn read(head: &[String]) -> Result<Self, String> {
        let Some((title, lines)) = head.split_first() else { return Err("an empty transcript".to_owned()) };
        if !title.starts_with("# ") {
            return Err("the first line is the title, `# ...`".to_owned());
        }
        let mut header = Self {
            channel: Channel::Sms,
            language: String::new(),
            starts: String::new(),
            office: None,
            staff: "en".to_owned(),
            phones: Vec::new(),
            colleagues: Vec::new(),
        };
        for line in lines {
            let (key, value) = line.split_once(": ").ok_or_else(|| format!("in the head: {line}"))?;
            let value = value.to_owned();
            match key {
                "channel" => header.channel = channel(&value)?,
                "language" => header.language = value,
                "starts" => header.starts = value,
                "office" => header.office = Some(value),
                "colleagues" => header.staff = value,
                "colleague" => header.colleagues.push(value),
                "gap" => {}
                name if is_name(name) => header.phones.push((name.to_owned(), channel(&value)?)),
                _ => return Err(format!("in the head: {line}")),
            }
        }
        if header.language.is_empty() || header.starts.is_empty() {
            return Err("the head names the language and when it starts".to_owned());
        }
        Ok(header)
    }
}

fn channel(value: &str) -> Result<Channel, String> {
    match value {
        "sms" => Ok(Channel::Sms),
        "telegram" => Ok(Channel::Telegram),
        _ => Err(format!("{value} is neither sms nor telegram")),
    }
}

impl Step {
    pub fn read(line: usize, raw: &str) -> Option<Self> {
        let (who, does) = match raw.strip_prefix("~ ") {
            Some(time) => (String::new(), passing(time)?),
            None => {
                let (who, what) = raw.split_once("> ")?;
                (Some(who.trim_end()).filter(|who| is_name(who))?.to_owned(), doing(what)?)
            }
        };
        Some(Self { line, who, does, raw: vec![raw.to_owned()], followed: Vec::new() })
    }

    fn add_line(&mut self, more: &str) {
        if let Does::Writes(words) | Does::Changes(words) = &mut self.does {
            words.push('\n');
            words.push_str(more);
        }
        self.raw.push(format!("  {more}"));
    }

    /// Case numbers and PINs that are drawn anew are written anew in what people write, too.
    pub fn rename(&mut self, renamed: &[(String, String)]) {
        let rename = |text: &mut String| {
            for (was, is) in renamed {
                *text = text.replace(was, is);
            }
        };
        self.raw.iter_mut().for_each(rename);
        if let Does::Writes(words) | Does::Changes(words) = &mut self.does {
            rename(words);
        }
    }
}

fn doing(what: &str) -> Option<Does> {
    Some(match what {
        "(photo)" => Does::SendsPicture,
        "(rings)" => Does::Rings,
        "(blocks Prag)" => Does::Blocks,
        "(unblocks Prag)" => Does::Unblocks,
        _ => {
            if let Some(words) = what.strip_prefix("(changes it to) ") {
                Does::Changes(words.to_owned())
            } else if let Some(part) = what.strip_prefix("(part ") {
                let (which, words) = part.split_once(") ")?;
                let (number, of) = which.split_once(" of ")?;
                let (number, of) = (number.parse().ok()?, of.parse().ok()?);
                Does::SendsPart(Part { words: words.into(), reference: "7".to_owned(), number, of })
            } else if let Some(label) = what.strip_prefix('[') {
                Does::Presses(label.strip_suffix(']')?.to_owned())
            } else {
                Does::Writes(what.to_owned())
            }
        }
    })
}

fn passing(time: &str) -> Option<Does> {
    const LOST: &str = "the last message does not arrive";
    if time == LOST {
        return Some(Does::NotDelivered { gone: false });
    }
    if time.strip_prefix(LOST) == Some(", nothing will") {
        return Some(Does::NotDelivered { gone: true });
    }
    if let Some(moment) = time.strip_prefix("until ") {
        return Some(Does::WaitsUntil(moment.to_owned()));
    }
    let (count, unit) = time.split_once(' ')?;
    let count: i64 = count.parse().ok()?;
    Some(Does::Waits(match unit {
        "minute" | "minutes" => Duration::minutes(count),
        "hour" | "hours" => Duration::hours(count),
        "day" | "days" => Duration::days(count),
        "week" | "weeks" => Duration::weeks(count),
        _ => return None,
    }))
}

/// What was drawn anew, as pairs of the old writing and the new.
pub fn renamed(was: &[String], is: &[String]) -> Vec<(String, String)> {
    let numbers = |lines: &[String]| -> Vec<String> {
        let opened = lines.iter().filter(|line| line.starts_with("! case ") && line.contains(" opened"));
        opened.filter_map(|line| line.get(7..15)).map(str::to_owned).collect()
    };
    let pins = |lines: &[String]| -> Vec<String> {
        lines
            .iter()
            .flat_map(|line| line.split("PIN").skip(1).chain(line.split("ПИН").skip(1)).filter_map(pin))
            .collect()
    };
    let mut pairs = Vec::new();
    for (was, is) in numbers(was).into_iter().zip(numbers(is)) {
        for form in ["-", "", " "] {
            pairs.push((was.replace('-', form), is.replace('-', form)));
        }
    }
    pairs.extend(pins(was).into_iter().zip(pins(is)));
    pairs.retain(|(was, is)| was != is);
    pairs
}

fn pin(after: &str) -> Option<String> {
    let digits: String =
        after.trim_start_matches([':', ' ']).chars().take_while(char::is_ascii_digit).collect();
    (digits.len() == 4).then_some(digits)
}
