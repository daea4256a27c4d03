-- An answer to somebody whose invitation is still on its way.
insert into outbox (id, contact_id, line, words, state, attempts, due_at, written_at)
values ('01900000-0000-7000-8007-000000000007', '01900000-0000-7000-8000-000000000002', 'telegram',
        uuid_send(gen_random_uuid()), 'ready', 0, '2026-11-25 10:00+01', '2026-11-25 10:00+01');
