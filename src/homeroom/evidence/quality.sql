-- Grain: one item, lesson or whole program in one term, or in the school year (a blank term).
--
-- In: `tries`, one row a child's first try; `fitted`, the difficulties that were found; `lifts`, of the school year.
-- Of a whole program, the first tries at its items count, a child once an item, and how its lessons were left.
with
fitted_typed as (
    select
        cast(program as varchar) as program, cast(kind as varchar) as kind,
        cast(content_item as varchar) as content_item, cast(term as varchar) as term,
        cast(difficulty as double) as difficulty
    from fitted
),
lifts_typed as (
    select
        cast(program as varchar) as program, cast(kind as varchar) as kind,
        cast(content_item as varchar) as content_item,
        cast(lift as double) as lift, cast(lift_low as double) as lift_low, cast(lift_high as double) as lift_high,
        cast(lift_children as integer) as lift_children, cast(lift_classes as integer) as lift_classes,
        cast(before as double) as before, cast(before_low as double) as before_low,
        cast(before_high as double) as before_high, cast(lift_refused as varchar) as lift_refused
    from lifts
),
terms_typed as (
    select cast(term as varchar) as term, cast(begins_on as date) as begins_on
    from terms
),
listed as (
    select * from tries
    union all
    select
        student, school_class, school, program, school_year, term, 'program' as kind, '' as content_item, lesson,
        standard, ended_on,
        case when kind = 'item' then correct end as correct,
        case when kind = 'item' then seconds end as seconds,
        case when kind = 'lesson' then left_here end as left_here,
        right_before, wrong_before
    from tries
),
by_term as (
    select listed.*, term as part
    from listed
    where term <> ''
    union all
    select listed.*, '' as part
    from listed
),
counted as (
    select
        program, kind, content_item, part, school_year,
        cast(count(distinct student) as integer) as children,
        cast(count(distinct school_class) as integer) as classes,
        cast(count(distinct school) as integer) as schools,
        cast(count(correct) as integer) as first_tries,
        cast(sum(case when correct then 1 else 0 end) as integer) as first_right,
        cast(count(seconds) as integer) as timed,
        cast(median(seconds) as double) as median_seconds,
        cast(count(left_here) as integer) as followed,
        cast(sum(case when left_here then 1 else 0 end) as integer) as exits,
        cast(sum(case when correct is not null and right_before + wrong_before >= 3 then 1 else 0 end) as integer)
            as known_tries,
        -- A child's earlier answers beside its first try, as centred sums: nothing is told where one of the two is flat.
        sum(case when correct is not null and right_before + wrong_before >= 3 then cast(correct as integer) end)
            as sum_right,
        sum(
            case
                when correct is not null and right_before + wrong_before >= 3
                    then ln((right_before + 1.0) / (wrong_before + 1.0))
            end
        ) as sum_knowledge,
        sum(
            case
                when correct is not null and right_before + wrong_before >= 3
                    then power(ln((right_before + 1.0) / (wrong_before + 1.0)), 2)
            end
        ) as sum_squares,
        sum(
            case
                when correct and right_before + wrong_before >= 3
                    then ln((right_before + 1.0) / (wrong_before + 1.0))
                else 0
            end
        ) as sum_products
    from by_term
    group by program, kind, content_item, part, school_year
),
spread as (
    select
        counted.*,
        (sum_squares - power(sum_knowledge, 2) / nullif(known_tries, 0)) as knowledge_spread,
        (sum_right - power(sum_right, 2) / nullif(known_tries, 0)) as right_spread,
        sum_products - sum_knowledge * sum_right / nullif(known_tries, 0) as together
    from counted
),
drifted as (
    select
        fitted_typed.program, fitted_typed.kind, fitted_typed.content_item, fitted_typed.term,
        fitted_typed.difficulty - lag(fitted_typed.difficulty) over (
            partition by fitted_typed.program, fitted_typed.kind, fitted_typed.content_item
            order by terms_typed.begins_on
        ) as drift
    from fitted_typed
    inner join terms_typed on terms_typed.term = fitted_typed.term
)
select
    spread.program, spread.kind, spread.content_item, spread.school_year, spread.part as term,
    spread.children, spread.classes, spread.schools, spread.first_tries, spread.first_right,
    cast(spread.first_right as double) / nullif(spread.first_tries, 0) as first_share,
    spread.timed, spread.median_seconds, spread.followed, spread.exits,
    cast(spread.exits as double) / nullif(spread.followed, 0) as exit_share,
    spread.known_tries, fitted_typed.difficulty,
    case
        when knowledge_spread > 1e-9 and right_spread > 1e-9
            then together / (sqrt(knowledge_spread) * sqrt(right_spread))
    end as discrimination,
    drifted.drift,
    lifts_typed.lift, lifts_typed.lift_low, lifts_typed.lift_high, lifts_typed.lift_children, lifts_typed.lift_classes,
    lifts_typed.before, lifts_typed.before_low, lifts_typed.before_high, lifts_typed.lift_refused
from spread
left join fitted_typed
    on fitted_typed.program = spread.program
    and fitted_typed.kind = spread.kind
    and fitted_typed.content_item = spread.content_item
    and fitted_typed.term = spread.part
left join drifted
    on drifted.program = spread.program
    and drifted.kind = spread.kind
    and drifted.content_item = spread.content_item
    and drifted.term = spread.part
left join lifts_typed
    on spread.part = ''
    and lifts_typed.program = spread.program
    and lifts_typed.kind = spread.kind
    and lifts_typed.content_item = spread.content_item
