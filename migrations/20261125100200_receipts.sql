-- What networks told about parcels, word for word.
create table receipts (
    id uuid primary key,
    parcel_id uuid not null constraint receipts_parcel references outbox (id),
    fate text not null constraint receipts_fate check (fate in ('sent', 'failed', 'delivered')),
    words bytea,
    reported_at timestamptz not null
);
comment on table receipts is 'Every report of a network about a parcel, also late and repeated ones; never changed.';
comment on column receipts.parcel_id is 'About which parcel.';
comment on column receipts.fate is 'How we read it.';
comment on column receipts.words is 'Status, error and time as the network wrote them, sealed.';
comment on column receipts.reported_at is 'When it was handled.';
create index receipts_by_parcel on receipts (parcel_id);
