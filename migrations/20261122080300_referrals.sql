-- Cases offered to colleagues.
create table referrals (
    id uuid primary key,
    case_id uuid not null constraint referrals_case references cases (id),
    round integer not null constraint referrals_round check (round > 0),
    state text not null constraint referrals_state check (state in ('open', 'taken', 'lapsed')),
    offered_to uuid[] not null,
    taken_by uuid constraint referrals_taken_by references staff (id),
    offered_at timestamptz not null,
    settled_at timestamptz,
    constraint referrals_taken check ((state = 'taken') = (taken_by is not null))
);
comment on table referrals is 'One round of offering a case to colleagues.';
comment on column referrals.case_id is 'The case.';
comment on column referrals.round is 'The first offer is 1; each that lapses begins the next.';
comment on column referrals.state is 'Open, taken, or lapsed because all declined or time ran out.';
comment on column referrals.offered_to is 'Colleagues who may still take it.';
comment on column referrals.taken_by is 'Who took it.';
comment on column referrals.offered_at is 'When it was offered.';
comment on column referrals.settled_at is 'When it was taken or lapsed.';
create unique index referrals_one_open on referrals (case_id) where state = 'open';
