//! Law 9 once more: what is written with `{:?}` in a hurry tells nothing of anybody.

use chrono::DateTime;
use prag::{
    contacts::Contact,
    conversation::{Conversation, Draft, Stage, Whereabouts, announcing::Form},
    events::Wording,
    facts::{Fact, Stimulus},
    ids::{CaseId, ContactId, Dice, EntryId, ParcelId, Pin},
    message::{Address, Arrival, Body, Channel, Content, Line, Parcel, Words},
    phrases::Phrase,
};

const WORDS: &str = "fshehtësi";
const NUMBER: &str = "+38344123456";

fn address() -> Address {
    Address { channel: Channel::Sms, handle: NUMBER.to_owned() }
}

fn words() -> Words {
    WORDS.into()
}

#[test]
fn nothing_of_a_person_shows_in_debug() {
    let (now, dice) = (DateTime::UNIX_EPOCH, &mut Dice::from_seed(1));
    let pin = Pin::read("4711").expect("a PIN");
    let (line, to) = (Line("kosova".to_owned()), ContactId::draw(now, dice));
    let body = Body::Text { words: words() };
    let place = Some(Whereabouts { municipality: None, words: words() });
    let draft = Draft {
        words: vec![words()],
        detail: Some(words()),
        called: Some(words()),
        place,
        ..Draft::default()
    };
    let conversation = Conversation { stage: Stage::Called, draft, ..Conversation::default() };
    let contact = Contact::met(to, address(), line.clone(), now);
    let wording = Wording {
        venue: WORDS.to_owned(),
        albanian: WORDS.to_owned(),
        serbian: WORDS.to_owned(),
        english: Some(WORDS.to_owned()),
    };
    let mut form = Form::default();
    for answer in ["1", "Gjilan", WORDS] {
        if let prag::conversation::announcing::Filled::Ask(next, ..) =
            form.clone().fill(answer, &Default::default(), now)
        {
            form = next;
        }
    }
    let parcel = Parcel {
        id: ParcelId::draw(now, dice),
        line: line.clone(),
        to: address(),
        content: Content::Text { words: words(), buttons: Vec::new() },
        useless_after: None,
        attempts: 0,
    };
    let arrival = Arrival {
        line: line.clone(),
        provider_id: "7".to_owned(),
        from: Some(address()),
        body: body.clone(),
    };
    let stimulus = Stimulus::Came { from: Some(address()), line, body };
    let facts = [
        Fact::Remembered { contact, conversation },
        Fact::Entered {
            id: EntryId::draw(now, dice),
            case: CaseId::draw(now, dice),
            kind: prag::cases::EntryKind::Wrote,
            by: None,
            words: Some(words()),
        },
        Fact::Spoke {
            parcel: ParcelId::draw(now, dice),
            to,
            phrase: Phrase::Reply { words: words() },
            keyboard: Vec::new(),
            tongue: None,
            case: None,
            useless_after: now,
        },
        Fact::ContactMoved { contact: to, to: address() },
    ];
    for shown in [
        format!("{arrival:?}"),
        format!("{stimulus:?}"),
        format!("{parcel:?}"),
        format!("{facts:?}"),
        format!("{pin:?}"),
        format!("{wording:?}"),
        format!("{form:?}"),
    ] {
        for secret in [WORDS, "44123456", "4711"] {
            assert!(!shown.contains(secret), "{secret} stands in {shown}");
        }
    }
}
