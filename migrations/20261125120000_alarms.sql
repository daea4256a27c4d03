-- Silence is an alarm: when each line was last seen at work, and what colleagues were told about the house itself.
create table sightings (
    line text primary key,
    watched_at timestamptz not null,
    noted_at timestamptz not null,
    last_arrival_at timestamptz,
    last_success_at timestamptz,
    last_poll_at timestamptz
);
comment on table sightings is 'When each line was last seen at work.';
comment on column sightings.line is 'Which line.';
comment on column sightings.watched_at is 'Since when it is watched.';
comment on column sightings.noted_at is 'When a process last noted what it had seen.';
comment on column sightings.last_arrival_at is 'When something last came in through it.';
comment on column sightings.last_success_at is 'When its network last took a message of ours.';
comment on column sightings.last_poll_at is 'When it last answered our asking for messages.';
create table alarms (
    seq bigint generated always as identity primary key,
    kind text not null,
    about text not null,
    raised_at timestamptz not null,
    seen_at timestamptz not null,
    cleared_at timestamptz
);
comment on table alarms is 'What was wrong with the house itself, told to coordinators once when it began and once when it was over.';
comment on column alarms.seq is 'The order in which it was told.';
comment on column alarms.kind is 'What was wrong.';
comment on column alarms.about is 'With which line or which part of the program; empty for the whole.';
comment on column alarms.raised_at is 'When it was told.';
comment on column alarms.seen_at is 'When it was last seen to be still so.';
comment on column alarms.cleared_at is 'When it was over.';
-- However many processes look, an alarm stands once.
create unique index alarms_standing on alarms (kind, about) where cleared_at is null;
-- What was set aside is counted every few seconds, among all that was ever kept.
create index inbox_set_aside on inbox (seq) where state = 'aside';
