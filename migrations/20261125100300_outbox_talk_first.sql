-- What is said to one person leaves before what is announced to many.
create index outbox_talk_first on outbox (line, (announcement_id is not null), seq) where state = 'ready';
drop index outbox_in_order;
