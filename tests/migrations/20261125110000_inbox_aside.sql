-- Two that were set aside one after the other.
insert into inbox (key, address_hash, words, state, reason, attempts, due_at, kept_at, handled_at)
select uuid_send(gen_random_uuid()), address_hash, uuid_send(gen_random_uuid()), 'aside', 'sealed', 3,
       '2026-11-25 09:00+01', '2026-11-25 09:00+01', handled_at
from contacts, (values (timestamptz '2026-11-25 09:01+01'), ('2026-11-25 09:02+01')) as stimuli (handled_at)
where channel = 'sms';
