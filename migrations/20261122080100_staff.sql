-- Colleagues, who join by a one-time link.
create table staff (
    id uuid primary key,
    role text not null
        constraint staff_role check (role in ('caseworker', 'coordinator', 'leader', 'complaints')),
    name bytea not null,
    partner text,
    municipalities text[] not null default '{}',
    topics text[] not null default '{}',
    language text constraint staff_language check (language in ('sq', 'sr', 'en')),
    script text constraint staff_script check (script in ('Latn', 'Cyrl')),
    demo boolean not null default false,
    invited_at timestamptz not null,
    token_hash bytea constraint staff_token unique,
    token_until timestamptz,
    contact_id uuid constraint staff_contact_once unique constraint staff_contact references contacts (id),
    joined_at timestamptz,
    left_at timestamptz
);
comment on table staff is 'Colleagues of the programmes and their partners.';
comment on column staff.role is 'What they are here for.';
comment on column staff.name is 'What colleagues call them, sealed.';
comment on column staff.partner is 'Code of the organisation they work for.';
comment on column staff.municipalities is 'Municipality codes they work in; empty means all.';
comment on column staff.topics is 'Topics or whole categories they work on; empty means all.';
comment on column staff.language is 'The language they asked to be written to in.';
comment on column staff.script is 'Its script.';
comment on column staff.demo is 'Made by the demo; no real person.';
comment on column staff.invited_at is 'When the one-time link was made.';
comment on column staff.token_hash is 'Keyed hash of the one-time link; null once used.';
comment on column staff.token_until is 'When the link stops working.';
comment on column staff.contact_id is 'Where they can be told; null until they join.';
comment on column staff.joined_at is 'When they joined.';
comment on column staff.left_at is 'When they left; they are told nothing after that.';
