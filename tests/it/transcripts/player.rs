//! Plays a transcript through `decide`, with a memory in place of the database.

use chrono::{DateTime, Duration, NaiveDateTime, NaiveTime, Utc};
use prag::{
    catalogue::{Catalogue, Reader},
    contacts::{Contact, Tongue},
    conversation::Conversation,
    decide::decide,
    facts::{Fact, House, Loss, Stimulus},
    ids::{ContactId, Dice, StaffId},
    message::{Address, Body, Channel, Line},
    office::Office,
    phrases::{Choice, Keyboard, Phrase},
    staff::{Role, Roster, Staff},
    text::{Language, Script},
    topics::Topic,
};
use uuid::Uuid;

use super::{
    manners::{Before, Said, breaches},
    memory::Memory,
    script::{Does, Header, Step, Transcript, renamed},
    telling::tell,
};

/// People do not write in the same second.
const BREATH: Duration = Duration::seconds(30);

/// Times that run out in one stretch are shown this often; an alarm in a long night repeats itself.
const SHOWN: usize = 2;

pub struct Player<'a> {
    catalogue: &'a Catalogue,
    house: House,
    memory: Memory,
    now: DateTime<Utc>,
    dice: Dice,
    phones: Vec<Phone>,
    /// Every button that was ever shown, by whom it was shown to.
    buttons: Vec<(ContactId, String, String)>,
    /// What is wrong with the manners, by line.
    pub wrong: Vec<String>,
}

/// Somebody with a name before their lines.
struct Phone {
    name: String,
    address: Address,
    staff: Option<StaffId>,
}

/// The transcript as it plays now, and what is wrong with it.
pub fn play(name: &str, text: &str, catalogue: &Catalogue) -> Result<(String, Vec<String>), String> {
    let mut transcript = Transcript::read(text)?;
    let mut player = Player::new(name, &transcript.header, catalogue)?;
    let mut steps = Vec::new();
    let mut renames: Vec<(String, String)> = Vec::new();
    for piece in &mut transcript.pieces {
        if let super::script::Piece::Step(step) = piece {
            step.rename(&renames);
            step.rename(&player.last_opened());
            let lines = player.step(step).map_err(|why| format!("line {}: {why}", step.line))?;
            renames.extend(renamed(&step.followed, &lines));
            steps.push(lines);
        }
    }
    player.check_language(&transcript.header.language);
    Ok((transcript.written(&steps), player.wrong))
}

impl<'a> Player<'a> {
    pub fn new(name: &str, header: &Header, catalogue: &'a Catalogue) -> Result<Self, String> {
        let office = office(header.office.as_deref())?;
        let now = moment(&office, &header.starts).ok_or("the head says when it starts, as 9.3.2026 10:00")?;
        let seed =
            name.bytes().fold(7, |seed: u64, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte)));
        let mut player = Self {
            catalogue,
            house: House { office, ..House::default() },
            memory: Memory::default(),
            now,
            dice: Dice::from_seed(seed),
            phones: Vec::new(),
            buttons: Vec::new(),
            wrong: Vec::new(),
        };
        player.add_phone("", header.channel);
        for (name, channel) in &header.phones {
            player.add_phone(name, *channel);
        }
        let usual =
            ["@caseworker caseworker", "@coordinator coordinator", "@officer complaints", "@leader leader"];
        let colleagues: Vec<&str> = match header.colleagues.as_slice() {
            [] => usual.to_vec(),
            named => named.iter().map(String::as_str).collect(),
        };
        let tongue = read_tongue(&header.staff).ok_or("colleagues: sq, sr-Latn, sr-Cyrl or en")?;
        for colleague in colleagues {
            player.add_colleague(colleague, tongue)?;
        }
        Ok(player)
    }

    fn add_phone(&mut self, name: &str, channel: Channel) {
        let nth = self.phones.len() + 1;
        let handle = match channel {
            Channel::Sms => format!("+3834400000{nth}"),
            Channel::Telegram => format!("500000000{nth}"),
        };
        self.phones.push(Phone { name: name.to_owned(), address: Address { channel, handle }, staff: None });
    }

    fn add_colleague(&mut self, line: &str, (language, script): (Language, Script)) -> Result<(), String> {
        let mut words = line.split(' ');
        let name = words.next().unwrap_or_default();
        let role: Role =
            words.next().and_then(|role| role.parse().ok()).ok_or_else(|| format!("which role? {line}"))?;
        let nth = self.house.roster.0.len() as u128 + 1;
        let (id, contact) = (StaffId(Uuid::from_u128(nth)), ContactId(Uuid::from_u128(nth)));
        let mut staff = Staff { id, role, contact, municipalities: Vec::new(), topics: Vec::new() };
        for what in words {
            match (what.parse(), what.parse::<Topic>()) {
                (Ok(municipality), _) => staff.municipalities.push(municipality),
                (_, Ok(topic)) => staff.topics.push(topic),
                _ => return Err(format!("neither place nor topic: {what}")),
            }
        }
        let address = Address { channel: Channel::Telegram, handle: format!("70000000{nth}") };
        let mut known = Contact::met(contact, address.clone(), Line::telegram(), self.now);
        known.tongue = Tongue::Chosen(language, script);
        self.memory.remember(&known, &Conversation::default());
        self.house.roster =
            Roster(std::mem::take(&mut self.house.roster.0).into_iter().chain([staff]).collect());
        self.phones.push(Phone { name: name.to_owned(), address, staff: Some(id) });
        Ok(())
    }

    // ---- a step ----

    pub fn step(&mut self, step: &Step) -> Result<Vec<String>, String> {
        let body = match &step.does {
            Does::Waits(time) => return Ok(self.wait_until(self.now + *time, step.line)),
            Does::WaitsUntil(text) => {
                let moment = moment(&self.house.office, text).filter(|moment| *moment >= self.now);
                return Ok(self.wait_until(moment.ok_or("that is no moment to come")?, step.line));
            }
            Does::NotDelivered { gone } => {
                let person = self.memory.person(&self.phones[0].address).ok_or("nothing was sent yet")?;
                let parcel = self.memory.last_parcel(person.id).ok_or("nothing was sent yet")?;
                let loss = if *gone { Loss::Gone } else { Loss::Refused };
                let line = Line("desk".to_owned());
                return Ok(self.play(Stimulus::Undelivered { parcel, line, loss }, step.line));
            }
            Does::Writes(words) => Body::Text { words: words.as_str().into() },
            Does::Changes(words) => Body::Edited { words: words.as_str().into() },
            Does::Presses(label) => {
                Body::Button { data: self.button(&step.who, label)?, query: "q".to_owned() }
            }
            Does::SendsPart(part) => Body::Part(part.clone()),
            Does::SendsPicture => Body::Picture,
            Does::Rings => Body::Call,
            Does::Blocks => Body::Blocked,
            Does::Unblocks => Body::Unblocked,
        };
        let soon = self.now + BREATH;
        let mut lines = self.wait_until(soon, step.line);
        let from = self.phone(&step.who)?.address.clone();
        let line = match from.channel {
            Channel::Sms => Line("desk".to_owned()),
            Channel::Telegram => Line::telegram(),
        };
        lines.extend(self.play(Stimulus::Came { from: Some(from), line, body }, step.line));
        Ok(lines)
    }

    fn wait_until(&mut self, moment: DateTime<Utc>, line: usize) -> Vec<String> {
        let (mut lines, mut more) = (Vec::new(), 0);
        for nth in 1.. {
            let Some((due, what)) = self.memory.next_due(moment) else { break };
            self.now = self.now.max(due);
            let played = self.play(Stimulus::Elapsed { what }, line);
            if nth <= SHOWN { lines.extend(played) } else { more += 1 }
        }
        if more > 0 {
            lines.push(format!("! and so on, {more} times more"));
        }
        self.now = moment;
        lines
    }

    fn phone(&self, name: &str) -> Result<&Phone, String> {
        self.phones.iter().find(|phone| phone.name == name).ok_or_else(|| format!("who is {name}?"))
    }

    fn button(&self, who: &str, label: &str) -> Result<String, String> {
        let person = self.memory.person(&self.phone(who)?.address).ok_or("nothing was sent yet")?;
        let shown = self.buttons.iter().rev().find(|(to, shown, _)| *to == person.id && shown == label);
        let labels = || {
            let last = self.buttons.iter().rev().filter(|(to, ..)| *to == person.id).take(12);
            last.map(|(_, label, _)| format!("[{label}]")).collect::<Vec<_>>().join(" ")
        };
        shown.map(|(.., data)| data.clone()).ok_or_else(|| format!("no button [{label}], but {}", labels()))
    }

    /// The labels that the person was shown last, newest first.
    pub fn last_labels(&self) -> Vec<String> {
        let Some(person) = self.memory.person(&self.phones[0].address) else { return Vec::new() };
        let shown = self.buttons.iter().rev().filter(|(to, ..)| *to == person.id);
        shown.take(14).map(|(_, label, _)| label.clone()).collect()
    }

    // ---- a stimulus ----

    fn play(&mut self, stimulus: Stimulus, line: usize) -> Vec<String> {
        // As the inbox keeps it.
        let stimulus: Stimulus = serde_json::from_str(&serde_json::to_string(&stimulus).unwrap()).unwrap();
        let scene = self.memory.scene(&stimulus, &self.house.roster, self.now);
        let facts = decide(&scene, &self.house, &stimulus, self.now, &mut self.dice);
        let (mut told, mut said) = (Vec::new(), Vec::new());
        let mut shown = Vec::new();
        for fact in &facts {
            self.memory.record(fact, self.now);
            told.extend(
                tell(fact, &self.memory, |staff| self.name_of(staff)).map(|what| format!("! {what}")),
            );
            self.render(fact, &mut said, &mut shown);
        }
        let from = match &stimulus {
            Stimulus::Came { from: Some(from), .. } => self.memory.person(from).map(|contact| contact.id),
            _ => None,
        };
        let person = from.filter(|id| self.house.roster.at(*id).is_none());
        let before = person.map(|person| Before { person, conversation: &scene.conversation, at: self.now });
        let wrong = breaches(&stimulus, before, &said, &self.memory);
        self.wrong.extend(wrong.into_iter().map(|wrong| format!("line {line}: {wrong}")));
        let (to_writer, to_others): (Vec<_>, Vec<_>) =
            said.iter().zip(shown).partition(|(said, _)| Some(said.to) == from);
        let lines = |all: Vec<(&Said, Vec<String>)>| -> Vec<String> {
            all.into_iter().flat_map(|(said, rows)| self.lines(said, rows)).collect()
        };
        let mut all = lines(to_writer);
        if all.is_empty() && from.is_some() {
            all.push(format!("{}< (nothing)", self.label(from.unwrap_or_else(|| ContactId(Uuid::nil())))));
        }
        all.extend(told);
        all.extend(lines(to_others));
        for fact in facts {
            if let Fact::PartsJoined { from, line: through, words, .. } = fact {
                let body = Body::Text { words };
                all.extend(self.play(Stimulus::Came { from: Some(from), line: through, body }, line));
            }
        }
        all
    }

    /// Renders what a fact says for its receivers, as reception does.
    fn render(&mut self, fact: &Fact, said: &mut Vec<Said>, shown: &mut Vec<Vec<String>>) {
        match fact {
            Fact::Spoke { to, phrase, keyboard, tongue, .. } => {
                let contact = self.memory.contact(*to);
                let tongue = tongue.or_else(|| contact.tongue.known());
                let tongue = tongue.expect("whoever speaks says in which language while theirs is unknown");
                self.say(&contact, phrase, keyboard, tongue, said, shown);
            }
            Fact::EventAnnounced { event, invitations, keyboard } => {
                for contact in self.memory.invited(event.id) {
                    let tongue = contact.tongue.known().unwrap_or((Language::Albanian, Script::Latin));
                    let invitation =
                        invitations.iter().find(|(language, script, _)| (*language, *script) == tongue);
                    let (.., phrase) = invitation.expect("an invitation for every reader");
                    self.say(&contact, phrase, keyboard, tongue, said, shown);
                }
            }
            _ => {}
        }
    }

    fn say(
        &mut self,
        to: &Contact,
        phrase: &Phrase,
        keyboard: &Keyboard,
        (language, script): (Language, Script),
        said: &mut Vec<Said>,
        shown: &mut Vec<Vec<String>>,
    ) {
        let channel = to.channel();
        let reader = Reader { language, script, channel };
        let mut rows = Vec::new();
        if channel == Channel::Telegram {
            for row in keyboard {
                let mut labels = Vec::new();
                for Choice { label, data } in row {
                    assert!((1..=64).contains(&data.len()), "Telegram takes 64 bytes: {data}");
                    let label = self.catalogue.render(label, reader);
                    self.buttons.push((to.id, label.clone(), data.clone()));
                    labels.push(format!("[{label}]"));
                }
                rows.push(labels.join(" "));
            }
        }
        // What is stored is what is sent: a phrase survives the way through JSON.
        let kept: Phrase = serde_json::from_str(&serde_json::to_string(phrase).unwrap()).unwrap();
        let text = self.catalogue.render(&kept, reader);
        said.push(Said { to: to.id, channel, phrase: kept, text });
        shown.push(rows);
    }

    // ---- names ----

    /// What `{case}` and `{pin}` stand for.
    pub fn last_opened(&self) -> Vec<(String, String)> {
        let opened = self.memory.last_opened().into_iter();
        opened
            .flat_map(|(number, pin)| {
                [("{case}".to_owned(), number.to_string()), ("{pin}".to_owned(), pin.digits())]
            })
            .collect()
    }

    fn lines(&self, said: &Said, rows: Vec<String>) -> Vec<String> {
        let label = self.label(said.to);
        let mut lines: Vec<String> = Vec::new();
        for line in said.text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).chain(rows) {
            lines.push(if lines.is_empty() { format!("{label}< {line}") } else { format!("  {line}") });
        }
        lines
    }

    /// What stands before the lines of this phone.
    fn label(&self, contact: ContactId) -> String {
        let address = self.memory.contact(contact).address;
        let phone =
            self.phones.iter().find(|phone| phone.address == address).expect("a phone of the transcript");
        if phone.name.is_empty() { String::new() } else { format!("{} ", phone.name) }
    }

    fn name_of(&self, staff: StaffId) -> String {
        let phone = self.phones.iter().find(|phone| phone.staff == Some(staff));
        phone.expect("a colleague of the transcript").name.clone()
    }

    fn check_language(&mut self, language: &str) {
        let known = self.memory.person(&self.phones[0].address).and_then(|person| person.tongue.known());
        if known != read_tongue(language) {
            self.wrong.push(format!("the person is answered in {known:?} at the end, not in {language}"));
        }
    }
}

fn read_tongue(code: &str) -> Option<(Language, Script)> {
    prag::conversation::read_tongue(code).and_then(Tongue::known)
}

fn office(hours: Option<&str>) -> Result<Office, String> {
    let mut office = Office::default();
    match hours {
        None => {}
        Some("on call") => office.on_call = true,
        Some(hours) => {
            let read = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok();
            let both = hours.split_once('-').and_then(|(opens, closes)| Some((read(opens)?, read(closes)?)));
            (office.opens, office.closes) = both.ok_or("the office is open as 8:00-16:00, or on call")?;
        }
    }
    Ok(office)
}

/// `9.3.2026 10:00`, as the clock in the office shows it.
fn moment(office: &Office, text: &str) -> Option<DateTime<Utc>> {
    let local = NaiveDateTime::parse_from_str(text, "%d.%m.%Y %H:%M").ok()?;
    Some(office.moment(local.date(), local.time()))
}
