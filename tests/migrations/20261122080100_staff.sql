-- Colleagues: invited, joined, gone again, and one of the demo.
insert into staff (id, role, name, partner, municipalities, topics, language, script, demo, invited_at, token_hash,
                   token_until, contact_id, joined_at, left_at)
values
    ('01900000-0000-7000-8001-000000000001', 'caseworker', uuid_send(gen_random_uuid()), null, '{17,04}', '{doc,legal}',
     'sq', 'Latn', false, '2026-11-22 08:00+01', uuid_send(gen_random_uuid()), '2026-11-29 08:00+01', null, null, null),
    ('01900000-0000-7000-8001-000000000002', 'coordinator', uuid_send(gen_random_uuid()), null, '{}', '{}', null, null,
     false, '2026-11-22 08:00+01', null, null, '01900000-0000-7000-8000-000000000002', '2026-11-22 08:10+01', null),
    ('01900000-0000-7000-8001-000000000003', 'leader', uuid_send(gen_random_uuid()), 'centre', '{04}', '{}', 'sr', 'Cyrl',
     true, '2026-11-22 08:00+01', null, null, '01900000-0000-7000-8000-000000000004', '2026-11-22 08:11+01',
     '2026-11-22 09:00+01'),
    ('01900000-0000-7000-8001-000000000004', 'complaints', uuid_send(gen_random_uuid()), null, '{}', '{}', 'en', 'Latn',
     false, '2026-11-22 08:00+01', uuid_send(gen_random_uuid()), '2026-11-29 08:00+01', null, null, null);
