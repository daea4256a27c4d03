-- Made-up people: one who was never asked anything, one in the middle of a conversation, one who stopped, one who is gone.
-- What is sealed in life is noise here.
insert into contacts (id, channel, line, address_hash, address, language, script, language_chosen, consent,
                      stopped_at, invitations_stopped_at, gone_at, wrote_at, words)
values
    ('01900000-0000-7000-8000-000000000001', 'sms', 'kosovo', uuid_send(gen_random_uuid()),
     uuid_send(gen_random_uuid()), null, null, false, 'unasked', null, null, null, '2026-11-22 08:00+01', null),
    ('01900000-0000-7000-8000-000000000002', 'telegram', 'telegram', uuid_send(gen_random_uuid()),
     uuid_send(gen_random_uuid()), 'sr', 'Cyrl', true, 'given', null, null, null, '2026-11-22 08:01+01',
     uuid_send(gen_random_uuid())),
    ('01900000-0000-7000-8000-000000000003', 'sms', 'kosovo', uuid_send(gen_random_uuid()),
     uuid_send(gen_random_uuid()), 'sq', 'Latn', false, 'given', '2026-11-22 08:03+01', '2026-11-22 08:03+01', null,
     '2026-11-22 08:02+01', null),
    ('01900000-0000-7000-8000-000000000004', 'telegram', 'telegram', uuid_send(gen_random_uuid()),
     uuid_send(gen_random_uuid()), 'en', 'Latn', true, 'refused', null, null, '2026-11-22 08:05+01',
     '2026-11-22 08:04+01', null);

insert into consents (contact_id, scope, answer, language, script, answered_at)
values
    ('01900000-0000-7000-8000-000000000002', 'keep', 'given', 'sr', 'Cyrl', '2026-11-22 08:01+01'),
    ('01900000-0000-7000-8000-000000000003', 'invitations', 'given', 'sq', 'Latn', '2026-11-22 08:02+01'),
    ('01900000-0000-7000-8000-000000000003', 'invitations', 'withdrawn', null, null, '2026-11-22 08:03+01'),
    ('01900000-0000-7000-8000-000000000004', 'keep', 'refused', 'en', 'Latn', '2026-11-22 08:04+01');
