"""Whether a plan keeps every rule, and what it is worth: worked out anew, with no code of the models that made it."""

from homeroom.rotation.check.found import Broken as Broken
from homeroom.rotation.check.found import Checked as Checked
from homeroom.rotation.check.found import Missed as Missed
from homeroom.rotation.check.whole import check as check
