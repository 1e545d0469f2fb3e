#!/bin/sh
# Make .make/scikit ready: scikit-learn for the figures alone, in an environment of its own.
set -eu
cd "$(dirname "$0")/.."

env=.make/scikit
wanted="$(cksum <tools/scikit.sh) $PWD"
if [ "$(cat $env/made 2>/dev/null)" = "$wanted" ] && $env/bin/python -c "" 2>/dev/null; then
    exit 0
fi
rm -rf $env
.tools/bin/uv venv --quiet --python .venv/bin/python $env
.tools/bin/uv pip install --quiet --python $env/bin/python "scikit-learn>=1.6,<2"
echo "$wanted" >$env/made
