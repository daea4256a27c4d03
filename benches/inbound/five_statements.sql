\set person random(1, 50000)
\set message random(1, 9000000000000)
begin;
insert into people (line, number) values (1, '+3834' || :person)
    on conflict (line, number) do update set wrote_at = now() returning id as person_id \gset
insert into arrivals (line, message, person_id, words)
    values (1, 'SMS' || :message, :person_id, 'Mirëdita, jemi kthyer me familje dhe kemi nevojë për ndihmë me banim, shkollë dhe dokumente. Faleminderit!')
    on conflict do nothing;
select stage, answers from talks where person_id = :person_id for update;
update talks set stage = 'place', turns = turns + 1, turned_at = now() where person_id = :person_id;
insert into replies (person_id, line, words)
    values (:person_id, 1, 'Faleminderit. Numri i kërkesës suaj është 1234567. Në cilën komunë jeni?');
commit;
