insert into sightings (line, watched_at, noted_at, last_arrival_at, last_success_at, last_poll_at)
values ('telegram', now(), now(), now(), now(), now()), ('vala', now(), now(), null, null, null);
insert into alarms (kind, about, raised_at, seen_at, cleared_at)
values ('silence', 'vala', now() - interval '2 days', now() - interval '1 day', now() - interval '1 day'),
       ('silence', 'vala', now(), now(), null), ('aside', '', now(), now(), null);
