-- Dialogue events, who asked for them, and what they answered.
create table events (
    id uuid primary key,
    kind text not null
        constraint events_kind check (kind in ('dialogue', 'visit', 'information', 'training')),
    municipality text not null,
    leader_id uuid not null constraint events_leader references staff (id),
    state text not null constraint events_state check (state in ('proposed', 'announced', 'refused')),
    decided_by uuid constraint events_decided_by references staff (id),
    starts_at timestamptz not null,
    seats integer not null constraint events_seats check (seats > 0),
    words bytea not null,
    proposed_at timestamptz not null,
    constraint events_second_person check (decided_by <> leader_id),
    constraint events_decided check ((state = 'proposed') = (decided_by is null))
);
comment on table events is 'Meetings people are invited to.';
comment on column events.kind is 'What kind of meeting.';
comment on column events.municipality is 'For people who asked for meetings there.';
comment on column events.leader_id is 'Whose idea.';
comment on column events.state is 'Proposed, announced, or refused.';
comment on column events.decided_by is 'The second person who approved or refused it.';
comment on column events.starts_at is 'When it begins.';
comment on column events.seats is 'How many can come.';
comment on column events.words is 'Place and words of the invitation, sealed.';
comment on column events.proposed_at is 'When it was proposed.';

create table subscriptions (
    contact_id uuid not null constraint subscriptions_contact references contacts (id),
    municipality text not null,
    subscribed_at timestamptz not null,
    constraint subscriptions_pkey primary key (municipality, contact_id)
);
comment on table subscriptions is 'Who asked to be invited to meetings, and where.';
comment on column subscriptions.contact_id is 'Who.';
comment on column subscriptions.municipality is 'Where.';
comment on column subscriptions.subscribed_at is 'Since when.';

create table invitations (
    event_id uuid not null constraint invitations_event references events (id),
    contact_id uuid not null constraint invitations_contact references contacts (id),
    answer text constraint invitations_answer check (answer in ('yes', 'no', 'maybe')),
    people integer not null default 0 constraint invitations_people check (people >= 0),
    invited_at timestamptz not null,
    answered_at timestamptz,
    constraint invitations_pkey primary key (event_id, contact_id),
    constraint invitations_answered check ((answer is null) = (answered_at is null)),
    constraint invitations_seats check ((coalesce(answer, '') = 'yes') = (people > 0))
);
comment on table invitations is 'Who was invited to what, and what they said.';
comment on column invitations.event_id is 'To what.';
comment on column invitations.contact_id is 'Who.';
comment on column invitations.answer is 'Yes, no, maybe; null until they answer.';
comment on column invitations.people is 'Seats they take.';
comment on column invitations.invited_at is 'When.';
comment on column invitations.answered_at is 'When they answered last.';
create index invitations_by_contact on invitations (contact_id, invited_at desc);

create table announcements (
    id uuid primary key,
    event_id uuid not null constraint announcements_event references events (id),
    channel text not null,
    language text not null,
    script text not null,
    words bytea not null,
    constraint announcements_variant unique (event_id, channel, language, script)
);
comment on table announcements is 'An invitation rendered once for each kind of network, language and script.';
comment on column announcements.event_id is 'To what.';
comment on column announcements.channel is 'For which kind of network.';
comment on column announcements.language is 'In which language.';
comment on column announcements.script is 'In which script.';
comment on column announcements.words is 'The text and its buttons, sealed.';
