-- Cases with their history, and the wrong pairs that were tried on them.
create table cases (
    id uuid primary key,
    number integer not null
        constraint cases_number unique constraint cases_seven_digits check (number between 1000000 and 9999999),
    contact_id uuid not null constraint cases_contact references contacts (id),
    pin_hash bytea not null,
    topic text not null,
    municipality text constraint cases_municipality check (municipality ~ '^[0-3][0-9]$'),
    urgency text not null constraint cases_urgency check (urgency in ('u1', 'u2', 'u3', 'u4')),
    standing text not null constraint cases_standing
        check (standing in ('received', 'working', 'referred', 'need_you', 'closed', 'settled')),
    caseworker_id uuid constraint cases_caseworker references staff (id),
    promised_on date not null,
    closed_on date,
    locked boolean not null default false,
    words bytea not null,
    opened_at timestamptz not null,
    constraint cases_worked check ((standing = 'received') = (caseworker_id is null)),
    constraint cases_closed check ((standing in ('closed', 'settled')) = (closed_on is not null))
);
comment on table cases is 'One need of one person.';
comment on column cases.number is 'The seven digits the person knows; the last is a check digit.';
comment on column cases.contact_id is 'Whose it is.';
comment on column cases.pin_hash is 'Keyed hash of the four-digit PIN.';
comment on column cases.topic is 'What is needed.';
comment on column cases.municipality is 'Where, if it was recognised.';
comment on column cases.urgency is 'How soon a human is wanted: u1 now to u4 plan.';
comment on column cases.standing is 'Where it stands.';
comment on column cases.caseworker_id is 'Who has it.';
comment on column cases.promised_on is 'The day by which the person hears from us next.';
comment on column cases.closed_on is 'When it was closed.';
comment on column cases.locked is 'Phones we do not know cannot ask for it until a colleague unlocks it.';
comment on column cases.words is 'What to call them, when it is safe, and the place as they wrote it; sealed.';
comment on column cases.opened_at is 'When it was opened.';
create index cases_by_contact on cases (contact_id, opened_at desc);
create index cases_open on cases (urgency, promised_on) where standing not in ('closed', 'settled');

create table case_entries (
    id uuid primary key,
    seq bigint generated always as identity,
    case_id uuid not null constraint case_entries_case references cases (id),
    kind text not null,
    staff_id uuid constraint case_entries_staff references staff (id),
    words bytea,
    entered_at timestamptz not null
);
comment on table case_entries is 'The history of a case, never changed.';
comment on column case_entries.seq is 'The order of the lines.';
comment on column case_entries.case_id is 'The case.';
comment on column case_entries.kind is 'What happened.';
comment on column case_entries.staff_id is 'Which colleague did it; null for the person and for time running out.';
comment on column case_entries.words is 'The words that belong to it, sealed.';
comment on column case_entries.entered_at is 'When.';
create index case_entries_by_case on case_entries (case_id, seq);

create table mistaken_pairs (
    id bigint generated always as identity primary key,
    contact_id uuid not null constraint mistaken_pairs_contact references contacts (id),
    case_id uuid constraint mistaken_pairs_case references cases (id),
    tried_at timestamptz not null
);
comment on table mistaken_pairs is 'Wrong pairs of case number and PIN, for the limits on guessing.';
comment on column mistaken_pairs.contact_id is 'Who tried.';
comment on column mistaken_pairs.case_id is 'The case of that number, if there is one.';
comment on column mistaken_pairs.tried_at is 'When.';
create index mistaken_pairs_by_contact on mistaken_pairs (contact_id, tried_at);
create index mistaken_pairs_by_case on mistaken_pairs (case_id, tried_at);
create index mistaken_pairs_by_time on mistaken_pairs (tried_at);
