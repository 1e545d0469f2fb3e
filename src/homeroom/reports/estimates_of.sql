-- grain: one row: the newest day on which any of these children was estimated, and by which engine
select max(as_of) as as_of, arg_max(engine, as_of) as engine
from mastery
