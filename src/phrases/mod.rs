//! Every sentence Prag can say, each with its typed blanks, in one list. Not here: the sentences themselves (`locales/`),
//! their rendering (`catalogue`), who reads which (`audience`).

mod audience;
mod blanks;
mod buttons;
#[macro_use]
mod listing;

pub use blanks::{Blank, Brief, Options};
pub use buttons::{Choice, Keyboard};

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use self::blanks::Fill;
use crate::{
    ids::{CaseNumber, Pin},
    message::Words,
    places::Municipality,
    topics::{Question, Topic},
};

phrases! {
    // ---- meeting ----
    /// Which language? In all four at once, the only text that mixes them.
    LanguageChoice = "language-choice",
    /// The language was chosen.
    LanguageSet = "language-set",
    /// Who we are, who reads, may we keep this? On Telegram also: Telegram stores the chat too.
    WelcomeConsent = "welcome-consent",
    /// Something else was written instead of yes or no: it is kept, and asked again.
    ConsentAgain = "consent-again",
    /// Again neither yes nor no: without a yes nothing is kept, but one can call.
    ConsentOrCall { tel: Brief<16> } = "consent-or-call",
    /// They said no: nothing is kept, and here is help that needs no data.
    ConsentNo { tel: Brief<16> } = "consent-no",

    // ---- intake ----
    /// The numbered menu of needs.
    Menu = "menu",
    /// What was understood, then the place.
    UnderstoodAskPlace { topic: Topic } = "understood-ask-place",
    /// The same for needs that must not be named on a shared phone.
    UnderstoodQuietly = "understood-quietly",
    /// What was understood when the place is known too, before the next question follows.
    Understood { topic: Topic } = "understood",
    /// The same with the place, which is then not asked for.
    UnderstoodAt { topic: Topic, place: Municipality } = "understood-at",
    /// It is not sure what is needed: is it about this?
    AskWhether { topic: Topic } = "ask-whether",
    /// The same, and where: by SMS, where every question has its price.
    AskWhetherWhere { topic: Topic } = "ask-whether-where",
    /// Two needs were told: a request for each?
    AskTwo { first: Topic, second: Topic } = "ask-two",
    /// The same where they must not be named.
    AskTwoQuietly = "ask-two-quietly",
    /// Which municipality or village?
    AskPlace = "ask-place",
    /// Which Mitrovica?
    AskMitrovica = "ask-mitrovica",
    /// Which municipality of the north?
    AskNorth = "ask-north",
    /// Which of these municipalities?
    AskAmong { options: Options } = "ask-among",
    /// What to call the person and when it is safe.
    AskContact = "ask-contact",
    /// Everything written down, to be confirmed; Telegram only.
    Confirm { topic: Topic, place: Brief<40>, called: Brief<60> } = "confirm",
    /// The same for two needs.
    ConfirmTwo { first: Topic, second: Topic, place: Brief<40>, called: Brief<60> } = "confirm-two",
    /// The same for needs that must not be named on a phone that others may read.
    ConfirmQuietly { place: Brief<40>, called: Brief<60> } = "confirm-quietly",
    /// The case is open: number, PIN, and the day by which we call.
    Received { case: CaseNumber, pin: Pin, day: NaiveDate } = "received",
    /// Once per case: writing it down promises nothing.
    NoPromise = "no-promise",
    /// A later message was added to this case.
    WordsAdded { case: CaseNumber } = "words-added",
    /// Several cases are open: which one is meant? `options` reads `1 417-2608 2 418-2204`.
    WhichCase { options: Brief<70> } = "which-case",
    /// Not understood, the first time.
    NotUnderstood = "not-understood",
    /// Not understood again: a human reads it.
    Handover = "handover",
    /// A message came that our system could not handle; a human looks at it.
    NotHandled = "not-handled",
    /// A photo, voice message or file came: we do not keep those.
    PictureRefused = "picture-refused",
    /// A personal or bank number was written: it is hidden.
    NumbersHidden = "numbers-hidden",
    /// A human will call.
    WeCall { day: NaiveDate } = "we-call",
    /// The message is safe, the answer comes late; while we cannot even know who writes.
    Away = "away",

    // ---- always-on words ----
    /// What one can write here.
    Help = "help",
    /// No more messages from us, the request stays open.
    StopDone = "stop-done",
    /// No more invitations.
    StopInvitationsDone = "stop-invitations-done",
    /// Messages again.
    StartDone = "start-done",
    /// What we keep, and how to see or delete it.
    DataKept = "data-kept",
    /// Deleting needs a call first: may we?
    DeleteAsk = "delete-ask",
    /// The wish to be forgotten is with a human.
    DeleteNoted { day: NaiveDate } = "delete-noted",
    /// The wish to be forgotten was taken back.
    DeleteNot = "delete-not",

    // ---- danger ----
    /// Emergency numbers first, then: may we call now?
    UrgentOpen = "urgent-open",
    /// Emergency numbers first; the office is closed and this message is first in line.
    UrgentClosed { hour: NaiveTime } = "urgent-closed",
    /// We call now.
    UrgentCalling { tel: Brief<16> } = "urgent-calling",
    /// We do not call; write here.
    UrgentNoCall = "urgent-no-call",
    /// Emergency numbers while we cannot answer at all.
    UrgentAway = "urgent-away",

    // ---- a missed call ----
    /// Somebody without a request rang: shall we call, or will they write?
    MissedCall = "missed-call",

    // ---- a phone that answers by itself ----
    /// Answers pause, because the same comes again and again.
    Paused = "paused",

    // ---- a line on trial ----
    /// To a phone at hand, by which an operator tries a line.
    Trial = "trial",

    // ---- status ----
    /// How to ask from another phone.
    StatusNeedPin = "status-need-pin",
    /// Wrong pair, unknown pair, locked pair: one text for all.
    StatusNoMatch = "status-no-match",
    /// Step 1 of 5.
    StatusReceived { case: CaseNumber, day: NaiveDate } = "status-received",
    /// Step 2 of 5.
    StatusWorking { case: CaseNumber, day: NaiveDate } = "status-working",
    /// Step 3 of 5.
    StatusReferred { case: CaseNumber, day: NaiveDate } = "status-referred",
    /// Step 4 of 5.
    StatusNeedYou { case: CaseNumber } = "status-need-you",
    /// Step 5 of 5.
    StatusClosed { case: CaseNumber, day: NaiveDate } = "status-closed",

    // ---- news of a case ----
    /// Somebody took the case.
    Taken { case: CaseNumber, day: NaiveDate } = "taken",
    /// A human's own words.
    Reply { words: Words } = "reply",
    /// Finished; did the help arrive?
    ClosedAsk { case: CaseNumber } = "closed-ask",
    /// A complaint is finished; is the person satisfied?
    ComplaintClosedAsk { case: CaseNumber } = "complaint-closed-ask",
    /// Thanks for the answer; it stays closed.
    ClosedThanks = "closed-thanks",
    /// Then it is open again.
    Reopened { case: CaseNumber, day: NaiveDate } = "reopened",

    // ---- complaints ----
    /// Who reads complaints; what happened?
    ComplaintOpen = "complaint-open",
    /// The complaint has a number.
    ComplaintReceived { case: CaseNumber, pin: Pin, day: NaiveDate } = "complaint-received",

    // ---- events ----
    /// Invitations to meetings: for which municipality?
    EventsAskPlace = "events-ask-place",
    /// Invitations will come for this municipality.
    EventsSubscribed { place: Municipality } = "events-subscribed",
    /// An invitation.
    EventInvite { event: Brief<40>, day: NaiveDate, hour: NaiveTime, place: Brief<30> } = "event-invite",
    /// They come, this many.
    EventYes { people: u32 } = "event-yes",
    /// They do not come.
    EventNo = "event-no",
    /// Perhaps.
    EventMaybe = "event-maybe",
    /// No seat is left for this many.
    EventFull = "event-full",
    /// The event is over or was called off.
    EventOver = "event-over",

    // ---- buttons ----
    /// Yes.
    ButtonYes = "button-yes",
    /// No.
    ButtonNo = "button-no",
    /// Maybe.
    ButtonMaybe = "button-maybe",
    /// Partly.
    ButtonPartly = "button-partly",
    /// Yes, I agree.
    ButtonAgree = "button-agree",
    /// No, only messages.
    ButtonOnlyMessages = "button-only-messages",
    /// Call me.
    ButtonCallMe = "button-call-me",
    /// Yes, send it.
    ButtonSend = "button-send",
    /// Change it.
    ButtonChange = "button-change",
    /// Both.
    ButtonBoth = "button-both",
    /// Only this one of two.
    ButtonOnly { topic: Topic } = "button-only",
    /// One is enough.
    ButtonOne = "button-one",
    /// Something new.
    ButtonNew = "button-new",
    /// A topic or category by its label.
    ButtonTopic { topic: Topic } = "button-topic",
    /// A municipality by its name.
    ButtonPlace { place: Municipality } = "button-place",
    /// Words shown exactly so, for case numbers and language names.
    ButtonVerbatim { words: Brief<40> } = "button-verbatim",

    // ---- staff: joining and help (Telegram only) ----
    /// Joined, with the role.
    StaffWelcome { role: Box<Phrase> } = "staff-welcome",
    /// The link is used up, too old or unknown.
    StaffLinkInvalid = "staff-link-invalid",
    /// The orders a colleague can give.
    StaffHelp = "staff-help",
    /// Not an order we know.
    StaffUnknownOrder = "staff-unknown-order",
    /// This order is not for this role.
    StaffNotAllowed = "staff-not-allowed",
    /// Role: takes cases.
    RoleCaseworker = "role-caseworker",
    /// Role: answers alarms, sorts what nobody took, approves events.
    RoleCoordinator = "role-coordinator",
    /// Role: announces events.
    RoleLeader = "role-leader",
    /// Role: reads complaints.
    RoleComplaints = "role-complaints",

    // ---- staff: referrals and cases ----
    /// A referral waits; nothing of its content.
    StaffOffer { case: CaseNumber, day: NaiveDate } = "staff-offer",
    /// Someone may be in danger.
    StaffAlarm { case: CaseNumber } = "staff-alarm",
    /// Take.
    ButtonTake = "button-take",
    /// Open.
    ButtonOpen = "button-open",
    /// Decline.
    ButtonDecline = "button-decline",
    /// The case is yours.
    StaffTaken { case: CaseNumber } = "staff-taken",
    /// A colleague was quicker, or the offer is over.
    StaffOfferGone { case: CaseNumber } = "staff-offer-gone",
    /// Declined; it goes on to others.
    StaffDeclined { case: CaseNumber } = "staff-declined",
    /// A case in full, for those who may read it.
    StaffCase { case: CaseNumber, topic: Topic, place: Words, urgency: Box<Phrase>, step: Box<Phrase>, day: NaiveDate, called: Words, history: Words } = "staff-case",
    /// No such case, or not for you.
    StaffNoCase = "staff-no-case",
    /// The number of the person, asked for with a reason.
    StaffNumber { case: CaseNumber, number: Words } = "staff-number",
    /// This person writes by Telegram and gave no number.
    StaffNoNumber { case: CaseNumber } = "staff-no-number",
    /// The queue's head line.
    StaffQueue { count: u32, lines: Vec<Phrase> } = "staff-queue",
    /// One line of the queue.
    StaffQueueLine { case: CaseNumber, topic: Topic, urgency: Box<Phrase>, step: Box<Phrase>, day: NaiveDate } = "staff-queue-line",
    /// Nothing waits.
    StaffQueueEmpty = "staff-queue-empty",
    /// Your reply is on its way.
    StaffReplied { case: CaseNumber } = "staff-replied",
    /// The person said STOP: nothing was sent, call instead.
    StaffReplyStopped { case: CaseNumber } = "staff-reply-stopped",
    /// The case is closed.
    StaffClosed { case: CaseNumber } = "staff-closed",
    /// Take it first.
    StaffNotYours { case: CaseNumber } = "staff-not-yours",
    /// Where a case stands now, for the colleague who moved it.
    StaffStep { case: CaseNumber, step: Box<Phrase>, day: NaiveDate } = "staff-step",
    /// Phone queries of a case are open again.
    StaffUnlocked { case: CaseNumber } = "staff-unlocked",
    /// The person wrote again.
    StaffNewWords { case: CaseNumber } = "staff-new-words",
    /// The person wants a call.
    StaffCallWanted { case: CaseNumber } = "staff-call-wanted",
    /// The person wants no call, only messages.
    StaffNoCall { case: CaseNumber } = "staff-no-call",
    /// The person wants to be forgotten.
    StaffDeleteWanted { case: CaseNumber } = "staff-delete-wanted",
    /// Phone queries of a case are locked after wrong PINs.
    StaffCaseLocked { case: CaseNumber } = "staff-case-locked",
    /// A message about a case could not be delivered.
    StaffUndelivered { case: CaseNumber } = "staff-undelivered",
    /// Something could not be handled, and is set aside under this number.
    StaffSetAside { number: Brief<12> } = "staff-set-aside",
    /// A message could not be delivered to somebody who has no open request.
    StaffUnreached = "staff-unreached",
    /// A message about a case could not be delivered to a colleague.
    StaffColleagueMissed { case: CaseNumber, role: Box<Phrase> } = "staff-colleague-missed",
    /// A message could not be delivered to a colleague.
    StaffColleagueUnreached { role: Box<Phrase> } = "staff-colleague-unreached",
    /// The person's answer to "did the help arrive?" was yes.
    StaffConfirmed { case: CaseNumber } = "staff-confirmed",
    /// The help did not arrive, or only in part; the case is open again.
    StaffReopened { case: CaseNumber } = "staff-reopened",
    /// Something about the house itself is wrong.
    StaffAlarmRaised { what: Box<Phrase> } = "staff-alarm-raised",
    /// It is over.
    StaffAlarmCleared { what: Box<Phrase> } = "staff-alarm-cleared",
    /// What is wrong: nothing comes in through a line.
    StaffAlarmSilence { line: Brief<32> } = "staff-alarm-silence",
    /// What is wrong: what comes in is not handled.
    StaffAlarmUnhandled = "staff-alarm-unhandled",
    /// What is wrong: nothing leaves through a line.
    StaffAlarmUnsent { line: Brief<32> } = "staff-alarm-unsent",
    /// What is wrong: Telegram does not answer when we ask for messages.
    StaffAlarmUnpolled = "staff-alarm-unpolled",
    /// What is wrong: Telegram does not reach us.
    StaffAlarmWebhook = "staff-alarm-webhook",
    /// What is wrong: messages that could not be handled wait for a human.
    StaffAlarmAside = "staff-alarm-aside",
    /// What is wrong: a loop of the program panicked.
    StaffAlarmFallen { part: Brief<48> } = "staff-alarm-fallen",
    /// Urgency in a word: now.
    UrgencyNow = "urgency-now",
    /// Urgency in a word: urgent.
    UrgencyUrgent = "urgency-urgent",
    /// Urgency in a word: normal.
    UrgencyNormal = "urgency-normal",
    /// Urgency in a word: plan.
    UrgencyPlan = "urgency-plan",
    /// Step in a word: received.
    StepReceived = "step-received",
    /// Step in a word: working.
    StepWorking = "step-working",
    /// Step in a word: referred.
    StepReferred = "step-referred",
    /// Step in a word: the person is needed.
    StepNeedYou = "step-need-you",
    /// Step in a word: closed.
    StepClosed = "step-closed",

    // ---- staff: events ----
    /// What kind of meeting?
    EventAskKind = "event-ask-kind",
    /// Kind: dialogue with neighbours.
    EventKindDialogue = "event-kind-dialogue",
    /// Kind: go-and-see visit.
    EventKindVisit = "event-kind-visit",
    /// Kind: information meeting.
    EventKindInformation = "event-kind-information",
    /// Kind: training.
    EventKindTraining = "event-kind-training",
    /// For which municipality?
    EventAskMunicipality = "event-ask-municipality",
    /// Where exactly? At most 30 letters.
    EventAskVenue = "event-ask-venue",
    /// When? With an example.
    EventAskWhen = "event-ask-when",
    /// That day and hour could not be read, or is past.
    EventAskWhenAgain = "event-ask-when-again",
    /// How many seats?
    EventAskSeats = "event-ask-seats",
    /// The invitation's words in Albanian, at most 40 letters.
    EventAskAlbanian = "event-ask-albanian",
    /// The same in Serbian.
    EventAskSerbian = "event-ask-serbian",
    /// The same in English, or a dash.
    EventAskEnglish = "event-ask-english",
    /// Too long for the invitation: this many letters at most.
    EventTooLong { count: u32 } = "event-too-long",
    /// Everything about an event, for its leader and its approver.
    EventSummary { kind: Box<Phrase>, municipality: Municipality, place: Brief<30>, day: NaiveDate, hour: NaiveTime, seats: u32, albanian: Words, serbian: Words, english: Words } = "event-summary",
    /// It waits for a second person.
    EventSubmitted = "event-submitted",
    /// A colleague's event waits for your approval.
    EventApprovalAsked { summary: Box<Phrase> } = "event-approval-asked",
    /// Approve.
    ButtonApprove = "button-approve",
    /// Refuse.
    ButtonRefuse = "button-refuse",
    /// Approved and announced.
    EventApproved = "event-approved",
    /// Refused.
    EventRefused = "event-refused",
    /// Nobody approves their own event.
    EventNotYourOwn = "event-not-your-own",
    /// It was decided already.
    EventDecided = "event-decided",
    /// The count for the leader.
    EventCount { event: Words, day: NaiveDate, invited: u32, yes: u32, people: u32, maybe: u32, no: u32, seats: u32 } = "event-count",
    /// Somebody wrote more than an answer to an invitation.
    StaffEventWords { day: NaiveDate, words: Words } = "staff-event-words",
    /// The leader has no event ahead.
    EventNone = "event-none",
}
