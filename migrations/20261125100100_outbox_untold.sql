-- A message that failed for good is told to colleagues; one that nobody could be told of waits for the operator.
alter table outbox add column reports_loss boolean not null default false;
alter table outbox add column untold_at timestamptz;
comment on column outbox.reports_loss is
    'It tells that a message to a colleague did not arrive; when it does not arrive either, nobody is told once more.';
comment on column outbox.untold_at is
    'Since when it lies undelivered with no colleague told of it; null once an operator has seen it.';
create index outbox_untold on outbox (seq) where untold_at is not null;
