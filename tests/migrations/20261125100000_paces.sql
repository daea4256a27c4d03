-- A line that is free, one that was told to be silent, and a chat.
insert into paces (line, free_at, paused_until)
values ('kosovo', '2026-11-25 10:00+01', null), ('telegram', '2026-11-25 10:00+01', '2026-11-25 10:01+01');
insert into chat_paces (contact_id, free_at) values ('01900000-0000-7000-8000-000000000002', '2026-11-25 10:00+01');
