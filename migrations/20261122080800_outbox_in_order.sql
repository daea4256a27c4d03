-- Leasing reads the ready parcels of one line in the order in which they were written; with a backlog it read them all.
create index outbox_in_order on outbox (line, seq) where state = 'ready';
drop index outbox_due;
