-- Everything that reached Prag and everything whose time comes, kept before it is handled.
create table inbox (
    seq bigint generated always as identity primary key,
    key bytea not null constraint inbox_key unique,
    address_hash bytea not null,
    words bytea not null,
    state text not null default 'waiting'
        constraint inbox_state check (state in ('waiting', 'handled', 'aside', 'rejected')),
    reason text,
    attempts integer not null default 0,
    due_at timestamptz not null,
    kept_at timestamptz not null,
    handled_at timestamptz
);
comment on table inbox is 'Stimuli: messages, buttons, delivery reports, times that ran out. Each is handled once.';
comment on column inbox.seq is 'The order in which it came.';
comment on column inbox.key is 'Keyed hash of the line and the network''s own id; a repeat finds itself here.';
comment on column inbox.address_hash is 'Whose turn it takes: one stimulus per address at a time, in order.';
comment on column inbox.words is 'The stimulus, sealed.';
comment on column inbox.state is 'Waiting, handled, set aside for a human after it failed alone, or rejected as unusable.';
comment on column inbox.reason is 'Why it was set aside or rejected; a fixed word, never what was written.';
comment on column inbox.attempts is 'How often handling it failed.';
comment on column inbox.due_at is 'Not before this; now for arrivals, later for timers.';
comment on column inbox.kept_at is 'When it was kept.';
comment on column inbox.handled_at is 'When it was handled.';
create index inbox_waiting on inbox (address_hash, seq) where state = 'waiting';
create index inbox_in_order on inbox (seq) where state = 'waiting';
