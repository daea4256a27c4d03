-- Parcels on their way out. Delivery leases them, sends outside any transaction, and settles.
create table outbox (
    id uuid primary key,
    seq bigint generated always as identity,
    contact_id uuid not null constraint outbox_contact references contacts (id),
    line text not null,
    case_id uuid constraint outbox_case references cases (id),
    announcement_id uuid constraint outbox_announcement references announcements (id),
    words bytea,
    state text not null default 'ready'
        constraint outbox_state check (state in ('ready', 'sent', 'delivered', 'failed')),
    attempts integer not null default 0,
    due_at timestamptz not null,
    useless_after timestamptz,
    lease uuid,
    leased_until timestamptz,
    provider_id bytea,
    failure text,
    written_at timestamptz not null,
    settled_at timestamptz,
    constraint outbox_content check ((words is null) <> (announcement_id is null))
);
comment on table outbox is 'Messages on their way out, in order per person.';
comment on column outbox.seq is 'The order in which they were written.';
comment on column outbox.contact_id is 'To whom.';
comment on column outbox.line is 'Through which line.';
comment on column outbox.case_id is 'About which case.';
comment on column outbox.announcement_id is 'The announcement it carries, shared by all who get it.';
comment on column outbox.words is 'What it says, sealed, exactly as it is sent.';
comment on column outbox.state is 'Ready, accepted by the network, on the phone, or failed for good.';
comment on column outbox.attempts is 'How often it was tried.';
comment on column outbox.due_at is 'Not before this.';
comment on column outbox.useless_after is 'After this it helps nobody and is not sent.';
comment on column outbox.lease is 'Who holds it for sending; only the holder settles it.';
comment on column outbox.leased_until is 'When the lease ends by itself.';
comment on column outbox.provider_id is 'Keyed hash of the network''s own id of it.';
comment on column outbox.failure is 'The code of the last failure.';
comment on column outbox.written_at is 'When it was written.';
comment on column outbox.settled_at is 'When its fate was known.';
create index outbox_ready on outbox (contact_id, seq) where state = 'ready';
-- Leasing reads the ready parcels of one line in the order in which they were written.
create index outbox_in_order on outbox (line, seq) where state = 'ready';
create index outbox_by_case on outbox (case_id) where case_id is not null;
create index outbox_by_provider on outbox (provider_id) where provider_id is not null;
