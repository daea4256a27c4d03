-- What is set aside is counted and shown often, and is a handful among everything that ever came.
create index inbox_aside on inbox (handled_at) where state = 'aside';
comment on column inbox.handled_at is 'When it was handled, set aside or discarded.';
