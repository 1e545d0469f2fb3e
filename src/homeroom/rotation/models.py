"""What a school's week is planned from (`input_models`), and what was planned and delivered (`plan_models`)."""

from homeroom.rotation.input_models import Absence as Absence
from homeroom.rotation.input_models import Assumption as Assumption
from homeroom.rotation.input_models import DayType as DayType
from homeroom.rotation.input_models import DayTypeOn as DayTypeOn
from homeroom.rotation.input_models import Licence as Licence
from homeroom.rotation.input_models import Pair as Pair
from homeroom.rotation.input_models import PlanLock as PlanLock
from homeroom.rotation.input_models import PlanRule as PlanRule
from homeroom.rotation.input_models import Qualification as Qualification
from homeroom.rotation.input_models import Room as Room
from homeroom.rotation.input_models import Service as Service
from homeroom.rotation.input_models import StaffTime as StaffTime
from homeroom.rotation.input_models import Template as Template
from homeroom.rotation.input_models import TemplateBlock as TemplateBlock
from homeroom.rotation.plan_models import BlockPlan as BlockPlan
from homeroom.rotation.plan_models import Change as Change
from homeroom.rotation.plan_models import Delivered as Delivered
from homeroom.rotation.plan_models import DrawnPair as DrawnPair
from homeroom.rotation.plan_models import DrawSwitch as DrawSwitch
from homeroom.rotation.plan_models import Entry as Entry
from homeroom.rotation.plan_models import Objection as Objection
from homeroom.rotation.plan_models import Placement as Placement
from homeroom.rotation.plan_models import PlanCaseload as PlanCaseload
from homeroom.rotation.plan_models import PlanGroup as PlanGroup
from homeroom.rotation.plan_models import Rotation as Rotation
from homeroom.rotation.plan_models import RotationStep as RotationStep
