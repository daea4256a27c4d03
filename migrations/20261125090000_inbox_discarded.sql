-- What was set aside may be discarded by a colleague, with a reason.
alter table inbox drop constraint inbox_state;
alter table inbox add constraint inbox_state
    check (state in ('waiting', 'handled', 'aside', 'rejected', 'discarded'));
comment on column inbox.state is
    'Waiting, handled, set aside for a human after it failed alone, rejected as unusable, or discarded by a human.';
comment on column inbox.reason is
    'Why it was set aside or rejected, a fixed word, never what was written; or why it was discarded, which names nobody.';
