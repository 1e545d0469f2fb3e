"""Whether a plan of a week keeps every rule: worked out anew from its entries, with no code of the solver."""

from homeroom.rotation.week.check.found import ACTIVITIES as ACTIVITIES
from homeroom.rotation.week.check.found import BELLS as BELLS
from homeroom.rotation.week.check.found import PLACE as PLACE
from homeroom.rotation.week.check.found import Break as Break
from homeroom.rotation.week.check.whole import breaks as breaks
