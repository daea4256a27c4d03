-- The person at the other end of an address. Numbers and chat ids are sealed; look-up goes by a keyed hash.
create table contacts (
    id uuid primary key,
    channel text not null constraint contacts_channel check (channel in ('telegram', 'sms')),
    line text not null,
    address_hash bytea not null constraint contacts_address unique,
    address bytea not null,
    language text constraint contacts_language check (language in ('sq', 'sr', 'en')),
    script text constraint contacts_script check (script in ('Latn', 'Cyrl')),
    language_chosen boolean not null default false,
    consent text not null default 'unasked'
        constraint contacts_consent check (consent in ('unasked', 'given', 'refused')),
    stopped_at timestamptz,
    invitations_stopped_at timestamptz,
    gone_at timestamptz,
    wrote_at timestamptz not null,
    words bytea,
    constraint contacts_tongue check ((language is null) = (script is null))
);
comment on table contacts is 'One address at the other end: a phone number or a Telegram chat. Several people may share it.';
comment on column contacts.channel is 'The kind of network they write through.';
comment on column contacts.line is 'The configured line they last wrote through, by which we answer.';
comment on column contacts.address_hash is 'Keyed hash of channel and number or chat id, to find them again.';
comment on column contacts.address is 'The number or chat id itself, sealed; opened for sending and for a caseworker who calls.';
comment on column contacts.language is 'The language we write in; null until anything is known.';
comment on column contacts.script is 'Its script.';
comment on column contacts.language_chosen is 'They chose it; otherwise it was read out of what they wrote.';
comment on column contacts.consent is 'What they said to "may we keep this?".';
comment on column contacts.stopped_at is 'Since when they want no message that they did not ask for (STOP).';
comment on column contacts.invitations_stopped_at is 'Since when they want no invitations to meetings.';
comment on column contacts.gone_at is 'Since when nothing reaches them: bot blocked, number gone.';
comment on column contacts.wrote_at is 'When they last wrote.';
comment on column contacts.words is 'The conversation that is open with them, sealed; null when none is.';

create table consents (
    id bigint generated always as identity primary key,
    contact_id uuid not null constraint consents_contact references contacts (id),
    scope text not null constraint consents_scope check (scope in ('keep', 'invitations')),
    answer text not null constraint consents_answer check (answer in ('given', 'refused', 'withdrawn')),
    language text,
    script text,
    answered_at timestamptz not null
);
comment on table consents is 'Every answer to a question of consent; a log, never changed.';
comment on column consents.scope is 'What it is for: keeping what they write, or invitations.';
comment on column consents.answer is 'Given, refused, or withdrawn later.';
comment on column consents.language is 'The language in which the question was shown.';
comment on column consents.script is 'The script in which the question was shown.';
comment on column consents.answered_at is 'When they answered.';
comment on column consents.contact_id is 'Who answered.';
create index consents_by_contact on consents (contact_id);
