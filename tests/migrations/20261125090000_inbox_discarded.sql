insert into inbox (key, address_hash, words, state, reason, attempts, due_at, kept_at, handled_at)
values ('\x0125', '\xa025', '\x0125', 'discarded', 'the key is lost', 3, now(), now(), now());
