-- One row: a source row that lost to another of the same business key, how it ends, and whether it was published.
-- In: contenders (delivery, row, k_… the key, content, digest, as_of, standing), one row a source row.
-- The verdict is a function of the set of rows alone: no order of arrival, no file, no split changes it.
--   1. Of a key, the latest as-of wins; a row with no as-of is older than any that has one.
--   2. Among rows of that as-of, equal contents are one row.
--   3. Different contents stay side by side where the layout says that a key repeats; else the greatest digest wins.
with newest as (
    select *, max(coalesce(as_of, timestamp '-infinity')) over (partition by {key}) as latest
    from contenders
),
current as (
    select *, coalesce(as_of, timestamp '-infinity') = latest as is_latest
    from newest
),
ranked as (
    select *,
        row_number() over (partition by {key}, is_latest, digest order by standing desc, delivery, row) as copy,
        max(digest) filter (where is_latest) over (partition by {key}) as greatest,
        max(is_latest::integer) over (partition by {key}, digest) = 1 as content_stands
    from current
),
judged as (
    select delivery, row, standing,
        case
            when not is_latest and content_stands and ($repeats or digest = greatest) then 'duplicate'
            when not is_latest then 'superseded'
            when not $repeats and digest <> greatest then 'superseded'
            when copy > 1 then 'duplicate'
        end as ends_as
    from ranked
)
select delivery, row, standing, ends_as from judged where ends_as is not null
