-- A transaction that notifies holds one lock for the whole server from before its commit until the commit is on disk:
-- keeping and reception waited for each other's disk. Each process wakes its own loops; others look every second.
drop trigger inbox_wakes_reception on inbox;
drop function wake_reception();
drop trigger outbox_wakes_delivery on outbox;
drop function wake_delivery();
