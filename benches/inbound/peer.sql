create table people (
    id bigint generated always as identity primary key, line smallint not null, number text not null,
    language text not null default 'sq', wrote_at timestamptz not null default now(), unique (line, number)
);
create table arrivals (
    id bigint generated always as identity primary key, line smallint not null, message text not null,
    person_id bigint not null, words text not null, kept_at timestamptz not null default now(), unique (line, message)
);
create table talks (
    person_id bigint primary key, stage text not null, answers jsonb not null, turns integer not null default 0,
    turned_at timestamptz not null default now()
);
create table replies (
    id bigint generated always as identity primary key, person_id bigint not null, line smallint not null,
    words text not null, state smallint not null default 0, due_at timestamptz not null default now()
);
create index replies_ready on replies (due_at, id) where state = 0;
insert into people (line, number) select 1, '+3834' || n from generate_series(1, 50000) n;
insert into talks (person_id, stage, answers) select id, 'need', '{"language": "sq", "people": 4}' from people;
