-- One stimulus in each state, and a timer that is not due yet.
insert into inbox (key, address_hash, words, state, reason, attempts, due_at, kept_at, handled_at)
select uuid_send(gen_random_uuid()), address_hash, uuid_send(gen_random_uuid()), state, reason, attempts, due_at,
       '2026-11-22 09:00+01', handled_at
from contacts,
     (values ('waiting', null, 0, timestamptz '2026-11-22 09:00+01', null),
             ('waiting', null, 0, '2026-11-25 09:00+01', null),
             ('handled', null, 1, '2026-11-22 09:00+01', timestamptz '2026-11-22 09:01+01'),
             ('aside', 'panicked', 3, '2026-11-22 09:00+01', null),
             ('rejected', 'short_code', 0, '2026-11-22 09:00+01', null))
         as stimuli (state, reason, attempts, due_at, handled_at)
where channel = 'sms';
