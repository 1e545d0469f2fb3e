"""Real packages of others: each goes in and comes out the same."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from homeroom.standards.models import Framework, FrameworkAssociation, FrameworkItem
from homeroom.standards.packages.compare import differences
from homeroom.standards.packages.write import write
from standards.packages.made import balanced, taken

pytestmark = [pytest.mark.django_db, pytest.mark.shared]
SAMPLES = {
    "AdoptedTestFramework.json": (1, 1, 0),
    "ItemTypeTestFramework.json": (1, 1, 0),
    "MarkdownFramework.json": (2, 2, 0),
    "Ordering.json": (28, 28, 0),
    "SequenceNumberFramework.json": (2, 2, 0),
    "SmartLevelFramework.json": (14, 14, 0),
    "Utf8TestFramework.json": (1, 1, 0),
    "opensalt-framework-20c5134f-423d-4097-a971-3dd5152bf507.json": (16, 39, 21),
    "sbac_grade3_math_itemspec_1TH.case.json": (48, 67, 13),
    "ccsso_ela_item.csv": (1189, 1177, 0),
    "sample_case.csv": (10, 11, 4),
}
INVALID = "opensalt-framework-20c5134f-423d-4097-a971-3dd5152bf507.json"


@pytest.fixture
def samples(shared: Path) -> Path:
    return shared / "standards" / "case_samples"


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_taken_whole_and_comes_back_the_same(samples: Path, tmp_path: Path, name: str) -> None:
    items, associations, outside = SAMPLES[name]
    one = taken(samples / name)
    assert (one.items, one.associations, one.set_aside) == ({"new": items}, {"new": associations}, [])
    assert balanced(one)
    external = FrameworkItem.objects.filter(external=True).values("identifier")
    assert FrameworkAssociation.objects.filter(destination__in=external).count() == outside
    write(Framework.objects.get(slug=one.framework), tmp_path / name)
    assert list(differences(samples / name, tmp_path / name)) == []
    assert taken(tmp_path / name).changes == 0


@pytest.mark.parametrize("name", [name for name in SAMPLES if name.endswith(".json")])
def test_what_comes_back_is_as_valid_as_what_came(samples: Path, tmp_path: Path, name: str) -> None:
    one = taken(samples / name)
    write(Framework.objects.get(slug=one.framework), tmp_path / name)
    before, after = (_errors(samples, path / name) for path in (samples, tmp_path))
    assert before == after
    assert bool(before) == (name == INVALID)


def _errors(samples: Path, path: Path) -> list[str]:
    schema = json.loads((samples / "case-v1p0-cfpackage-schema.json").read_text("utf-8"))
    validator = jsonschema.Draft4Validator(schema)
    found = validator.iter_errors(json.loads(path.read_text("utf-8")))
    return sorted(f"{'/'.join(map(str, error.path))}: {error.message}" for error in found)
