# What colleagues read, on Telegram only.

## Joining and help

staff-welcome =
    Welcome to Prag. Your role: { $role }.
    Write /help to see what you can do.
staff-link-invalid = This link is used up or too old. Please ask for a new one.
staff-help =
    What you can write here:
    /queue: what is waiting and what is yours
    /case NUMBER: read a case
    /take NUMBER: take a case
    /reply NUMBER words: answer the person
    /call NUMBER: see the telephone number
    /refer NUMBER: another office has it now
    /needyou NUMBER: we must talk to the person first
    /close NUMBER: close a case
    /unlock NUMBER: allow questions with number and PIN again
    /announce: invite people to a meeting
    /events: answers to your meetings
    /help: this list

    Others may read the person's phone. In a reply please name no illness, no problem and no other person.
staff-unknown-order = We do not know this order. Write /help for the list.
staff-not-allowed = This order is not part of your role. Please ask a coordinator.
role-caseworker = caseworker
role-coordinator = coordinator
role-leader = meeting leader
role-complaints = complaints officer

## Referrals and cases

staff-offer = Prag: a request is waiting for you, { $case }. We promised to call by { $day }.
staff-alarm =
    Prag: someone may be in danger, { $case }.
    Please open it at once. If nobody can act, call 192.
button-take = Take
button-open = Open
button-decline = Decline
staff-taken = { $case } is yours now. To read it: /case { $case }
staff-offer-gone = { $case }: a colleague was quicker, or the offer is over. Thank you.
staff-declined = Thank you. { $case } now goes to other colleagues.
staff-case =
    { $case } · { $topic }
    Urgency: { $urgency }
    Step: { $step }
    Promised by: { $day }
    Place: { $place }
    Call: { $called }

    { $history }
staff-no-case = There is no such case, or it is not open to you.
staff-number =
    { $case }: { $number }
    Please use this number for this case only. The look-up is written into its history.
staff-no-number = { $case }: this person writes by Telegram, which tells us no number. If they wrote one, it is in the case: /case { $case }
staff-queue =
    { $count ->
        [one] { $count } case is waiting:
       *[other] { $count } cases are waiting:
    }
    { $lines }
staff-queue-line = { $case } · { $urgency } · { $day } · { $step } · { $topic }
staff-queue-empty = Nothing is waiting. Thank you.
staff-replied = { $case }: your answer is on its way.
staff-reply-stopped = { $case }: this person wants no messages from us. Nothing was sent; please call instead: /call { $case }
staff-closed = { $case } is closed. Thank you.
staff-not-yours = { $case } is not yours. Please take it first, or ask a coordinator.
staff-step = { $case }: { $step }. Next news for the person by { $day }.
staff-unlocked = { $case } can be asked about with its PIN again.
staff-new-words = Prag: the person wrote again, { $case }. To read it: /case { $case }
staff-call-wanted = Prag: the person asks for a call, { $case }. The number: /call { $case }
staff-no-call = Prag: please do not call about { $case }. The person wants messages only: /reply { $case } words
staff-delete-wanted = Prag: someone wants their data deleted, { $case }. Please call, make sure it is the same person, and only then delete.
staff-case-locked = Prag: { $case } was asked about with wrong PINs and is now closed to questions from unknown phones. Please call the person.
staff-undelivered = Prag: a message about { $case } did not reach the person. Please call instead.
staff-set-aside = Prag: something could not be handled and waits for a human, number { $number }. Please tell whoever looks after the server: prag inbox aside
staff-unreached = Prag: a message to a person without an open request did not arrive. If someone says that we never answered, please believe them and help at once.
staff-colleague-missed = Prag: a message about { $case } did not reach a colleague ({ $role }). Please look after it: /case { $case }
staff-colleague-unreached = Prag: a message to a colleague ({ $role }) did not arrive. Please ask whether their Telegram works, and look at /queue
staff-confirmed = Prag: { $case }, the person says that the help arrived.
staff-reopened = Prag: { $case }, the help did not arrive, or only in part. The case is open again. Please call the person.
staff-alarm-raised =
    Prag, the system: { $what }.
    Please tell the person who looks after the system.
staff-alarm-cleared = Prag, the system: in order again. It was this: { $what }.
staff-alarm-silence = nothing has come in through the line "{ $line }" for a long time
staff-alarm-unhandled = messages come in, but they are not being handled
staff-alarm-unsent = our messages do not go out through the line "{ $line }"
staff-alarm-unpolled = Telegram does not give us what people write
staff-alarm-webhook = Telegram cannot hand us what people write
staff-alarm-aside = some messages could not be handled and wait for someone to look at them
staff-alarm-fallen = a part of the program stopped and was started again ("{ $part }")
urgency-now = at once
urgency-urgent = urgent
urgency-normal = normal
urgency-plan = can be planned
step-received = received
step-working = being worked on
step-referred = with another office
step-need-you = we must talk to the person
step-closed = closed

## Meetings

event-ask-kind = What kind of meeting is it?
event-kind-dialogue = Dialogue with neighbours
event-kind-visit = Go-and-see visit
event-kind-information = Information meeting
event-kind-training = Training
event-ask-municipality = For which municipality?
event-ask-venue = Where exactly? At most 30 letters. Example: House of Culture
event-ask-when = On which day and at what hour? Example: 14.3. 11:00
event-ask-when-again = We could not read this, or the day is past. Please write it like this: 14.3. 11:00
event-ask-seats = How many seats are there? Please write a number.
event-ask-albanian = The invitation in Albanian, at most 40 letters. Example: takim me fqinjë
event-ask-serbian = The invitation in Serbian, at most 40 letters, in either script. Example: susret sa komšijama
event-ask-english = The invitation in English, at most 40 letters. If there is none, write a dash: -
event-too-long =
    { $count ->
        [one] This is too long for the invitation. At most { $count } letter, please.
       *[other] This is too long for the invitation. At most { $count } letters, please.
    }
event-summary =
    { $kind }
    Municipality: { $municipality }
    Place: { $place }
    Time: { $day }, { $hour }
    Seats: { $seats }
    Albanian: { $albanian }
    Serbian: { $serbian }
    English: { $english }
event-submitted = Thank you. A second person looks at it now; after that the invitations go out.
event-approval-asked =
    Prag: a colleague asks for your approval of this meeting.

    { $summary }
button-approve = Approve
button-refuse = Do not approve
event-approved = The meeting is approved. The invitations are going out.
event-refused = The meeting was not approved. Nothing was sent.
event-not-your-own = You cannot approve your own meeting. Someone else has to do it.
event-decided = This meeting was already decided.
event-count =
    { $event }, { $day }
    Invited: { $invited }
    Yes: { $yes }
    People coming: { $people } (seats: { $seats })
    Maybe: { $maybe }
    No: { $no }
staff-event-words = Prag: somebody wrote this to the invitation for { $day }: { $words }
event-none = You have no meeting ahead. To invite people to one: /announce
