"""One grade as rotational and as flex, beside each other. Neither is called better."""

from homeroom.reports.rotation.flex.file import filed as filed
from homeroom.reports.rotation.flex.make import Asked as Asked
from homeroom.reports.rotation.flex.make import flex as flex
from homeroom.reports.rotation.flex.report import Flex as Flex
