-- A text that was sent, and then arrived.
insert into receipts (id, parcel_id, fate, words, reported_at)
values
    ('01900000-0000-7000-8009-000000000001', '01900000-0000-7000-8007-000000000004', 'sent', null,
     '2026-11-25 10:00+01'),
    ('01900000-0000-7000-8009-000000000002', '01900000-0000-7000-8007-000000000004', 'delivered',
     uuid_send(gen_random_uuid()), '2026-11-25 10:00+01');
