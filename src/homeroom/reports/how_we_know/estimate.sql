-- grain: the newest estimate of one child's mastery of one standard
select
    school_year, as_of, p_mastered, low80, high80, evidence_weight, attempts, last_evidence_on, state, inferred, engine,
    facts_version
from mastery
where student = $child and standard = $standard
order by school_year desc
limit 1
