-- grain: one content item that some fact names, by program, kind and the program's own id
select program, 'item' as kind, content_item
from attempts
where coalesce(content_item, '') <> ''
group by all
union
select program, case when kind = 'unit' then 'unit' else 'lesson' end, content_item
from activities
where coalesce(content_item, '') <> ''
group by all
order by all
