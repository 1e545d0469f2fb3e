"""What a child knows, kept up as answers come in: no file is read, nothing is fitted anew."""

from homeroom.mastery.bkt import BKT, BKTParameters, Live
from homeroom.simulation.worlds import binary

fitted = BKT().fit(binary.make(seed=1, children=100).table).parameters_
text = fitted.to_json()  # parameters can be kept as text, and hold nothing of any child

live = Live(BKTParameters.from_json(text))
for correct in (0, 1, 1, 1):
    expected = live.right("a child", 3, program="Lantern")
    known = live.update("a child", 3, correct, program="Lantern")
    print(f"Expected {expected:.2f}, seen {correct}: known with a probability of {known:.2f}")
