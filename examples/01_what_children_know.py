"""Knowledge tracing on simulated answers; a dataframe with these columns goes just as well."""

from homeroom.mastery.bkt import BKT
from homeroom.simulation.worlds import binary

answers = binary.make(seed=1, children=100).table  # student, standard, program, item, correct
bkt = BKT().fit(answers)

learned = bkt.parameters_
for program, name in enumerate(learned.programs):
    guess, slip = learned.guess[-1, program], learned.slip[-1, program]
    print(f"{name}: {guess:.0%} of answers are right without the knowledge, {slip:.0%} wrong with it")

print(f"Right answers: {bkt.predict(answers).mean():.1%} predicted, {answers['correct'].mean():.1%} seen")

mastery = bkt.mastery(answers)
for place in range(5):
    student, standard, known = mastery.student[place], mastery.standard[place], mastery.p_mastered[place]
    print(f"Child {student} knows standard {standard} with a probability of {known:.2f}")
