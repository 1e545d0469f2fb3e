-- grain: the latest claim of one program and vendor's column on one standard or domain, up to $last
select
    program,
    coalesce(nullif(standard, ''), domain, '') as standard,
    coalesce(method, '') as method,
    value,
    occurred_on
from claims
where student = $child and occurred_on <= $last and coalesce(value, '') <> ''
qualify row_number() over (
    partition by program, coalesce(nullif(standard, ''), domain, ''), method order by occurred_on desc, value
) = 1
order by all
