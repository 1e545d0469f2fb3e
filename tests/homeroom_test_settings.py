"""The product's settings over a home folder of the tests' own. HOMEROOM_DATABASE chooses the database."""

import os
import tempfile

os.environ["HOMEROOM_HOME"] = tempfile.mkdtemp(prefix="homeroom-tests-")

from homeroom.site.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests of the second step switch it on; all others sign the data team in at once.
HOMEROOM_SECOND_STEP = False
# Small and quick to start; two partitions, so that the order of rows is chance.
HOMEROOM_SPARK = {
    "spark.master": "local[2]",
    "spark.driver.memory": "1g",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    "spark.sql.shuffle.partitions": "2",
}
