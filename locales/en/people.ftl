# What people read. The value is the Telegram form, where buttons carry the answers;
# `.sms`, where it differs, is the SMS form and names the digits: 1 yes, 2 no, 3 perhaps, 0 a person.

## Meeting

language-choice =
    Prag
    Zgjidhni gjuhën · Изаберите језик · Izaberite jezik · Choose a language
    .sms = Prag: 1 Shqip 2 Srpski 3 Српски 4 English
language-set = All right, we write to you in English. For another language, write LANGUAGE.
welcome-consent =
    Welcome. This is Prag, a free help service.
    You write in your own words, our staff read it and answer you.
    This chat is also stored by Telegram. For private matters a phone call is better.
    May we keep what you write for this request?
    .sms = This is Prag, a free help service. Our staff read your message. May we keep what you write for this request? 1 Yes 2 No
consent-again =
    Thank you. One question first: may we keep what you write for this request?
    .sms = Thank you. One question first: may we keep what you write for this request? 1 Yes 2 No
consent-or-call =
    Without your yes we keep nothing. To talk to us first, call { $tel }.
    May we keep what you write for this request?
    .sms = Without your yes we keep nothing. To talk to us first, call { $tel }. May we keep what you write? 1 Yes 2 No
consent-no =
    All right. We keep nothing.
    For information call { $tel }.
    In danger, call 192.
    If you change your mind, simply write to us again.
    .sms = All right. We keep nothing. For information call { $tel }. In danger, call 192.

## Intake

menu =
    What do you need?
    Choose below, or write it in your own words.
    .sms = What do you need? 1 Papers 2 House 3 Work, grant 4 Health 5 Money help, pension 6 School 7 Return, visit 8 Law, property 9 Village, road 0 Call me
understood-ask-place =
    Thank you. We understood: { $topic }.
    Which municipality or village?
    If this is not right, write NO.
    .sms = Thank you. We understood: { $topic }. Which municipality or village? If this is not right, write NO.
understood-quietly = Thank you, we understood. Which municipality or village?
understood = We understood: { $topic }. If this is not right, write MENU.
understood-at = We understood: { $topic }. Municipality: { $place }. If this is not right, write MENU.
ask-whether =
    Is it about this: { $topic }?
    .sms = Is it about this: { $topic }? 1 Yes 2 No
ask-whether-where = Is it about this: { $topic }? If yes, write the municipality or village. If not, write NO.
ask-two =
    You wrote about two things:
    • { $first }
    • { $second }
    Shall we make a request for each?
    .sms = Which request shall we write down? 1 { $first } 2 { $second } 3 Both
ask-two-quietly =
    You wrote about two things. Shall we make a request for each?
    .sms = You wrote about two things. Shall we make a request for each? 1 Yes 2 No, one
ask-place = Which municipality or village?
ask-mitrovica =
    Which Mitrovica?
    .sms = Which Mitrovica? 1 North 2 South
ask-north =
    Which municipality?
    .sms = Which municipality? 1 North Mitrovica 2 Leposavić 3 Zubin Potok 4 Zvečan
ask-among =
    Which municipality do you mean?
    { $options }
    .sms = Which municipality? { $options }
ask-contact =
    What should we call you? Which number can we call, and when can you talk freely?
    Example: Mira, 044 000 000, after 17
    .sms = What should we call you, and when is it safe to call? Example: Mira, after 17
ask-in-words = Please tell us in a few words what you need.
confirm =
    This is what we wrote down:
    • { $topic }
    • Place: { $place }
    • Call: { $called }
    Is it right?
confirm-two =
    This is what we wrote down:
    • { $first }; { $second }
    • Place: { $place }
    • Call: { $called }
    Is it right?
confirm-quietly =
    This is what we wrote down:
    • Place: { $place }
    • Call: { $called }
    Is it right?
received =
    Thank you. We wrote down your request.
    Case number: { $case }
    PIN: { $pin }
    Please keep both. We call you by { $day }.
    For news write STATUS.
    .sms = Thank you. Case number { $case }, PIN { $pin }. Keep them. We call you by { $day }. For news write STATUS.
no-promise = Writing down your request does not mean the help is approved. We tell you every step.
words-added = Thank you. We added this to your request { $case }. Our staff will read it.
which-case =
    Which request do you mean?
    { $options }
    0 New request
    .sms = Which request do you mean? { $options } 0 New request
not-understood = Sorry, we did not understand. Write it in your own words, or write 0 and we call you.
handover = A staff member will read this and answer you.
not-handled = We got your message, but our system could not read it. A staff member will look at it. If it is urgent, call 192 or 112.
picture-refused =
    We cannot keep photos or voice messages here.
    Please never send photos of cards.
    Write in your own words, or write 0 and we call you.
    .sms = We cannot keep photos or voice here. Please never send photos of cards. Write in your own words, or write 0 and we call you.
numbers-hidden =
    Please do not send personal or bank numbers or photos of cards here. We hid it.
    Please delete it on your side of the chat too.
    We ask for papers only in person.
    .sms = Please do not send personal or bank numbers or photos of cards here. We hid it. We ask for papers only in person.
we-call =
    Thank you. We call you by { $day }.
    If you have not given us your number yet, please write it here.
    .sms = Thank you. We call you by { $day }.
away = Thank you, we have your message. Our system is slow right now, so the answer will be late. It will come here; you need not write again.
    .sms = We have your message. The answer will be late. You need not write it again.

## Words that always work

help =
    Prag is a free help service. Write your problem in your own words.
    STATUS: news on your request. 0: we call you.
    STOP: no more messages. LANGUAGE: another language.
    COMPLAINT: something is not right. DATA: what we keep.
    In danger? Write URGENT, or call 192 or 112. Ambulance: 194.
    .sms = Prag: write your problem in your own words. STATUS for news, STOP to end, 0 and we call you. In danger? Write URGENT or call 192.
stop-done = Done. Prag will not write to you first. Your request stays open. To get messages again, write START.
stop-invitations-done = Done. We send no more invitations. Messages about your request go on. For invitations again, write MEETING.
start-done = Prag will write to you again. To end, write STOP.
data-kept =
    We keep your number or chat, your language and what you wrote for your request.
    Only our staff see it.
    If you want it deleted, write DELETE.
    .sms = We keep your number or chat, your language and what you wrote for your request. Only our staff see it. If you want it deleted, write DELETE.
delete-ask =
    A staff member will call to check it is you. Then we delete your data.
    May we call?
    .sms = A staff member will call to check it is you, then delete your data. May we call? 1 Yes 2 No
delete-noted =
    Thank you. We call you by { $day }, then we delete your data.
    If you have not given us your number yet, please write it here.
    .sms = Thank you. We call you by { $day }, then we delete your data.
delete-not = All right. We delete nothing. Everything stays as it is.

## Danger

urgent-open =
    In danger now? Call police: 192 or 112.
    Ambulance: 194.
    May we call you now?
    .sms = In danger now? Call police 192 or 112. Ambulance 194. May we call you now? 1 Yes 2 No, only messages
urgent-closed =
    In danger now? Call police: 192 or 112.
    Ambulance: 194.
    Our office opens on working days at { $hour }.
    Your message is first in line.
    .sms = In danger now? Call police 192 or 112. Ambulance 194. Our office opens on working days at { $hour }. Your message is first in line.
urgent-calling =
    We call you now from { $tel }.
    If you have not given us your number yet, write it here now.
    If we do not reach you within 10 minutes, call 192.
    .sms = We call you now from { $tel }. If we do not reach you within 10 minutes, call 192.
urgent-no-call = We do not call. Police: 192. Write here what you need. A staff member is reading.
urgent-away =
    In danger now? Do not wait for us, call police: 192 or 112.
    Ambulance: 194.
    We have your message, but we cannot answer right now.
    .sms = In danger now? Do not wait for us, call police 192 or 112, ambulance 194.

## Status

missed-call = Prag, free help. You rang us. Shall we call you? Then write 0. Or write here what you need.
paused = Your messages have arrived. So that we do not keep sending you the same, our answers pause for a while. In danger call 192 or 112.
trial = Prag: this is only a test. You need not answer.
status-need-pin = To see a case, write: STATUS, case number, PIN. Example: STATUS 1234567 1234
status-no-match = The numbers do not match. Check them, or write 0 and we call you.
status-received = Prag, { $case }: received. We call you by { $day }.
status-working = Prag, { $case }: we are working on it. Next news by { $day }.
status-referred = Prag, { $case }: sent to another office. We wait for their answer until { $day }.
status-need-you = Prag, { $case }: we need to talk to you. Write 0 and we call.
status-closed = Prag, { $case }: finished on { $day }. If something is not right, write COMPLAINT.

## News of a request

taken = Prag, { $case }: a staff member is now working on your request. We call you by { $day }.
reply = Prag: { $words }
closed-ask =
    Prag, { $case }: we have finished this request.
    Did the help arrive?
    .sms = Prag, { $case }: we have finished this request. Did the help arrive? 1 Yes 2 Partly 3 No
complaint-closed-ask =
    Prag, { $case }: we have finished.
    Are you satisfied with the answer?
    .sms = Prag, { $case }: we have finished. Are you satisfied with the answer? 1 Yes 2 Partly 3 No
closed-thanks = Thank you for your answer. If you need anything else, write to us.
reopened = Thank you for telling us. Your request { $case } is open again. We call you by { $day }.

## Complaints

complaint-open = We are sorry. Only the complaints person reads this. You need not give your name. What happened?
complaint-received =
    Thank you for telling us. Your help will not change because of this.
    Number: { $case }
    PIN: { $pin }
    Please keep both. Answer by { $day }.
    .sms = Thank you for telling us. Your help will not change because of this. Number { $case }, PIN { $pin }. Answer by { $day }.

## Meetings with neighbours

events-ask-place = Prag can invite you to meetings with neighbours. For which municipality? If you no longer want invitations, write STOP INVITES.
events-subscribed = Done. We will invite you to meetings. Municipality: { $place }. If you no longer want invitations, write STOP INVITES.
event-invite =
    Prag invites you: { $event }
    { $day }, { $hour }
    { $place }
    Will you come?
    If you want no invitations, write STOP INVITES.
    .sms = Prag invites you: { $event }, { $day }, { $hour }, { $place }. Will you come? 1 Yes 2 No 3 Maybe
event-yes =
    { $people ->
        [one] Thank you. We wrote down { $people } person.
       *[other] Thank you. We wrote down { $people } people.
    } If anything changes, write 0 and we call you.
event-no = Thank you for telling us. See you another time.
event-maybe =
    Thank you. When you know, write 1 if you are coming, 2 if not.
event-full = Sorry, there is no free seat for that many people any more. For another meeting write MEETING, or write 0 and we call you.
event-over = This meeting is over or will not be held. For other meetings write MEETING.

## Buttons

button-yes = Yes
button-no = No
button-maybe = Maybe
button-partly = Partly
button-agree = Yes, I agree
button-only-messages = No, only messages
button-call-me = Call me
button-send = Yes, send it
button-change = Change it
button-both = Both
button-only = Only: { $topic }
button-one = No, one is enough
button-new = New request
button-topic = { $topic }
button-place = { $place }
button-verbatim = { $words }

## Days

weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
