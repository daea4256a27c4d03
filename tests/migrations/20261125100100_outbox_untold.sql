-- A report about a lost message that was lost as well.
insert into outbox (id, contact_id, line, words, state, attempts, due_at, failure, written_at, settled_at, reports_loss,
                    untold_at)
values ('01900000-0000-7000-8007-000000000006', '01900000-0000-7000-8000-000000000004', 'telegram',
        uuid_send(gen_random_uuid()), 'failed', 1, '2026-11-25 10:00+01', 'blocked', '2026-11-25 10:00+01',
        '2026-11-25 10:00+01', true, '2026-11-25 10:00+01');
