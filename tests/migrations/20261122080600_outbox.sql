-- Parcels: ready, leased, sent, on the phone, failed for good; one of them carries an announcement.
insert into outbox (id, contact_id, line, case_id, announcement_id, words, state, attempts, due_at, useless_after, lease,
                    leased_until, provider_id, failure, written_at, settled_at)
values
    ('01900000-0000-7000-8007-000000000001', '01900000-0000-7000-8000-000000000001', 'kosovo',
     '01900000-0000-7000-8002-000000000001', null, uuid_send(gen_random_uuid()), 'ready', 0, '2026-11-22 08:20+01', null,
     null, null, null, null, '2026-11-22 08:20+01', null),
    ('01900000-0000-7000-8007-000000000002', '01900000-0000-7000-8000-000000000002', 'telegram', null,
     '01900000-0000-7000-8006-000000000002', null, 'ready', 1, '2026-11-22 09:00+01', '2026-12-03 17:00+01',
     '01900000-0000-7000-8008-000000000001', '2026-11-22 09:02+01', null, 'unreachable', '2026-11-22 09:00+01', null),
    ('01900000-0000-7000-8007-000000000003', '01900000-0000-7000-8000-000000000003', 'kosovo', null, null,
     uuid_send(gen_random_uuid()), 'sent', 1, '2026-11-22 08:02+01', null, null, null, uuid_send(gen_random_uuid()), null,
     '2026-11-22 08:02+01', '2026-11-22 08:02+01'),
    ('01900000-0000-7000-8007-000000000004', '01900000-0000-7000-8000-000000000003', 'kosovo', null, null,
     uuid_send(gen_random_uuid()), 'delivered', 1, '2026-11-22 08:03+01', null, null, null, uuid_send(gen_random_uuid()),
     null, '2026-11-22 08:03+01', '2026-11-22 08:04+01'),
    ('01900000-0000-7000-8007-000000000005', '01900000-0000-7000-8000-000000000004', 'telegram', null, null,
     uuid_send(gen_random_uuid()), 'failed', 3, '2026-11-22 08:04+01', null, null, null, null, 'gone',
     '2026-11-22 08:04+01', '2026-11-22 08:05+01');
