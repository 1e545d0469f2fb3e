#!/bin/sh
# Make .make/pybkt ready: pyBKT with its EM in C++, and the packages it works with, in an environment of its own.
# Its wheel holds the EM in pure Python, which is twenty times slower; so it is built here, which needs g++.
set -eu
cd "$(dirname "$0")/.."

env=.make/pybkt
wanted="$(cksum <tools/pybkt.sh) $PWD"
if [ "$(cat $env/made 2>/dev/null)" = "$wanted" ] && $env/bin/python -c "" 2>/dev/null; then
    exit 0
fi

python=""
for candidate in "${PYBKT_PYTHON:-}" python3.11 python3.10 python3.12 \
    "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/3.11.*/bin/python "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/3.12.*/bin/python; do
    if [ -n "$candidate" ] && "$candidate" -c "import ensurepip, sys, sysconfig, os
sys.exit(not ((3, 10) <= sys.version_info < (3, 13) and os.path.exists(sysconfig.get_path('include') + '/Python.h')))" \
        >/dev/null 2>&1; then
        python="$candidate"
        break
    fi
done
if [ -z "$python" ] || ! command -v g++ >/dev/null; then
    echo "pyBKT's C++ EM is built with g++ and Python 3.10 to 3.12 with its headers (3.11 is tried), and one is missing." >&2
    echo "Get them (Debian: apt-get install g++ python3-dev python3-venv), or name one: PYBKT_PYTHON=/path/to/python." >&2
    exit 1
fi

echo "Building pyBKT with its C++ EM, for $("$python" --version) (half a minute, once) …"
rm -rf $env
mkdir -p .make
"$python" -m venv $env
pip="$env/bin/python -m pip install --quiet --disable-pip-version-check"
$pip wheel==0.45.1 setuptools==65.5.0 numpy==2.2.6 pandas==2.3.3 scikit-learn==1.6.1 pyarrow >.make/pybkt.log 2>&1 &&
    $pip --no-build-isolation --no-binary pybkt pybkt==1.4.3 >>.make/pybkt.log 2>&1 || {
    tail -n 5 .make/pybkt.log >&2
    echo "pyBKT could not be built; .make/pybkt.log has the whole story." >&2
    exit 1
}
rm -f .make/pybkt.log
echo "$wanted" >$env/made
