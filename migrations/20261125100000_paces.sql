-- How fast a line and a chat are used, shared by every process on this database.
create table paces (
    line text primary key,
    free_at timestamptz not null,
    paused_until timestamptz
);
comment on table paces is 'How far each line is booked: parcels leave it one after the other, whoever sends them.';
comment on column paces.line is 'The line.';
comment on column paces.free_at is 'When the next parcel may leave; everything before that is spoken for.';
comment on column paces.paused_until is 'Until when the network asked for silence; null when it never did.';

create table chat_paces (
    contact_id uuid primary key constraint chat_paces_contact references contacts (id),
    free_at timestamptz not null
);
comment on table chat_paces is 'How far each Telegram chat is booked: it bears about one message a second.';
comment on column chat_paces.contact_id is 'Whose chat.';
comment on column chat_paces.free_at is 'When all that was sent there is a second apart.';
