"""What is skipped, and says so, where an extra of the installation is not there."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

needs_evidence = pytest.mark.skipif(find_spec("mixedlm") is None, reason="homeroom[evidence] is not installed")
