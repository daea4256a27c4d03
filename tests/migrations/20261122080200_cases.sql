-- One case in each standing, with some of its history; two wrong pairs, one of them for a number that is nobody's.
insert into cases (id, number, contact_id, pin_hash, topic, municipality, urgency, standing, caseworker_id, promised_on,
                   closed_on, locked, words, opened_at)
values
    ('01900000-0000-7000-8002-000000000001', 4172608, '01900000-0000-7000-8000-000000000001',
     uuid_send(gen_random_uuid()), 'doc.birth', '09', 'u3', 'received', null, '2026-11-25', null, false,
     uuid_send(gen_random_uuid()), '2026-11-22 08:20+01'),
    ('01900000-0000-7000-8002-000000000002', 1000008, '01900000-0000-7000-8000-000000000002',
     uuid_send(gen_random_uuid()), 'doc', null, 'u1', 'working', '01900000-0000-7000-8001-000000000001', '2026-11-22',
     null, true, uuid_send(gen_random_uuid()), '2026-11-22 08:21+01'),
    ('01900000-0000-7000-8002-000000000003', 9999991, '01900000-0000-7000-8000-000000000003',
     uuid_send(gen_random_uuid()), 'doc.id', '38', 'u4', 'referred', '01900000-0000-7000-8001-000000000001',
     '2026-12-01', null, false, uuid_send(gen_random_uuid()), '2026-11-22 08:22+01'),
    ('01900000-0000-7000-8002-000000000004', 2345672, '01900000-0000-7000-8000-000000000003',
     uuid_send(gen_random_uuid()), 'doc.citizenship', '01', 'u2', 'need_you', '01900000-0000-7000-8001-000000000001',
     '2026-11-24', null, false, uuid_send(gen_random_uuid()), '2026-11-22 08:23+01'),
    ('01900000-0000-7000-8002-000000000005', 3456781, '01900000-0000-7000-8000-000000000004',
     uuid_send(gen_random_uuid()), 'doc.residence', '17', 'u3', 'closed', '01900000-0000-7000-8001-000000000001',
     '2026-11-24', '2026-11-23', false, uuid_send(gen_random_uuid()), '2026-11-22 08:24+01'),
    ('01900000-0000-7000-8002-000000000006', 4567890, '01900000-0000-7000-8000-000000000004',
     uuid_send(gen_random_uuid()), 'doc', '04', 'u3', 'settled', '01900000-0000-7000-8001-000000000001', '2026-11-24',
     '2026-11-23', false, uuid_send(gen_random_uuid()), '2026-11-22 08:25+01');

insert into case_entries (id, case_id, kind, staff_id, words, entered_at)
values
    ('01900000-0000-7000-8003-000000000001', '01900000-0000-7000-8002-000000000001', 'opened', null, null,
     '2026-11-22 08:20+01'),
    ('01900000-0000-7000-8003-000000000002', '01900000-0000-7000-8002-000000000001', 'wrote', null,
     uuid_send(gen_random_uuid()), '2026-11-22 08:20+01'),
    ('01900000-0000-7000-8003-000000000003', '01900000-0000-7000-8002-000000000002', 'answered',
     '01900000-0000-7000-8001-000000000001', uuid_send(gen_random_uuid()), '2026-11-22 08:40+01');

insert into mistaken_pairs (contact_id, case_id, tried_at)
values
    ('01900000-0000-7000-8000-000000000004', '01900000-0000-7000-8002-000000000001', '2026-11-22 09:00+01'),
    ('01900000-0000-7000-8000-000000000004', null, '2026-11-22 09:01+01');
