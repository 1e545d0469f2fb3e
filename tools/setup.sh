#!/bin/sh
# Make .venv ready out of uv.lock, on a machine with Python, git and a package registry.
# Safe to run at any time: where nothing has changed it is done in a blink.
# `setup.sh spark` brings Spark too, where Java is: half a gigabyte, for the tests of the second engine.
set -eu
cd "$(dirname "$0")/.."

# Spark, once brought, stays.
extras="--extra align --extra evidence --extra planner --extra print"
how_long="under a minute"
if [ -e .make/spark ] || { [ "${1:-}" = spark ] && "${JAVA_HOME:+$JAVA_HOME/bin/}java" -version >/dev/null 2>&1; }; then
    extras="$extras --extra spark"
    how_long="with Spark, some minutes"
elif [ "${1:-}" = spark ]; then
    echo "No Java here: what needs Spark is left out. On Debian: apt-get install openjdk-17-jre-headless"
fi

# What the environment was made for. A changed lock or a moved folder makes it anew.
wanted="$(cat uv.lock pyproject.toml .python-version tools/uv.txt | cksum)$extras $PWD"
if [ "$(cat .make/synced 2>/dev/null)" = "$wanted" ] && .venv/bin/python -c "" 2>/dev/null; then
    exit 0
fi

# runs PYTHON TEST: whether this command is a Python that works (a pyenv shim may stand for none) and passes TEST.
runs() {
    "$1" -c "import sys; sys.exit(not ($2))" >/dev/null 2>&1
}

# candidates LIST: the commands to try, best first, one a line. pyenv's own folders come after the PATH.
candidates() {
    [ -z "${PYTHON:-}" ] || echo "$PYTHON"
    for version in $1; do echo "python$version"; done
    echo python3
    echo python
    echo /usr/bin/python3
    for version in $1; do
        for root in "${PYENV_ROOT:-}" "${HOME:-}/.pyenv"; do
            ls -d "$root/versions/$version".*/bin/python 2>/dev/null || true
        done
    done
}

# first LIST TEST: the first candidate that runs, as the real interpreter's own path.
first() {
    candidates "$1" | while IFS= read -r candidate; do
        if runs "$candidate" "$2"; then
            "$candidate" -c "import sys; print(sys.executable)"
            break
        fi
    done
}

# The newest Python known to work comes first; a newer one is taken only where nothing else is there.
pinned="$(cat .python-version)"
python="$(first "$pinned 3.13 3.12 3.14 3.15" "sys.version_info >= (3, 12)")"
any="$(first "$pinned 3.13 3.12 3.11 3.10 3.9" "sys.version_info >= (3, 9)")"

too_old() {
    cat >&2 <<WORDS
homeroom needs Python 3.12 or newer ($pinned is the one it is built on), and none was found here.
Found: $(python3 --version 2>/dev/null || echo "no python3").

Get one in any of these ways, then run the same command again:
  pyenv install $pinned                   if you have pyenv; nothing else to set
  uv python install $pinned               if you have uv
  FETCH_PYTHON=yes make setup           homeroom's own uv fetches one (about 30 MB, from GitHub)
  PYTHON=/path/to/python make setup     if one lies somewhere unusual
WORDS
    exit 1
}

no_pip() {
    cat >&2 <<WORDS
Python $("$any" -c "import platform; print(platform.python_version())") was found, but it can make no virtual environment and has no pip, or the package registry did not answer.
On Debian and Ubuntu: apt-get install python3-venv
Behind a proxy: see that pip can install a package (pip download uv), then run the same command again.
WORDS
    exit 1
}

# bring_uv: uv, pinned by hash, into .tools: in an environment of its own, else beside pip's own target folder.
bring_uv() {
    mkdir -p .make
    if [ -x .tools/bin/uv ] && [ "$(cat .tools/pinned 2>/dev/null)" = "$(cksum <tools/uv.txt)" ]; then
        return
    fi
    echo "Getting uv, the package installer …"
    rm -rf .tools
    install="-m pip install --quiet --no-input --disable-pip-version-check --only-binary :all: --require-hashes"
    # shellcheck disable=SC2086 # the options are words of their own
    if "$any" -m venv .tools >.make/uv.log 2>&1 && .tools/bin/python $install -r tools/uv.txt 2>>.make/uv.log; then
        :
    elif rm -rf .tools && "$any" $install --target .tools -r tools/uv.txt 2>>.make/uv.log; then
        :
    else
        tail -n 3 .make/uv.log >&2
        rm -rf .tools .make/uv.log
        no_pip
    fi
    rm -f .make/uv.log
    cksum <tools/uv.txt >.tools/pinned
}

# Many schools' networks open https and sign it anew: the machine knows that certificate, uv's own list does not.
trust_what_the_machine_trusts() {
    if [ -e /etc/ssl/certs/ca-certificates.crt ] || [ -e /etc/pki/tls/certs/ca-bundle.crt ] || [ -d /Library ]; then
        export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}"
    fi
}

[ -n "${python:-$any}" ] || too_old
any="${any:-$python}"
if [ -z "$python" ] && [ -x .tools/bin/uv ]; then # one that uv fetched earlier stands on no PATH
    python="$(.tools/bin/uv python find --managed-python --no-python-downloads '>=3.12' 2>/dev/null || true)"
fi
if [ -z "$python" ]; then
    [ "${FETCH_PYTHON:-}" = yes ] || too_old
    bring_uv
    trust_what_the_machine_trusts
    .tools/bin/uv python install "$pinned" || too_old
    python="$(.tools/bin/uv python find --managed-python "$pinned")"
fi
bring_uv

echo "Installing what uv.lock names, for $("$python" --version) ($how_long, once) …"
case "$(cat .make/synced 2>/dev/null)" in
    "" | *" $PWD") ;;
    *) rm -rf .venv ;; # the folder was moved: the environment's commands still point to the old place
esac
rm -f .make/synced
unset VIRTUAL_ENV UV_PROJECT_ENVIRONMENT
trust_what_the_machine_trusts
# shellcheck disable=SC2086 # the extras are words of their own
UV_PYTHON_DOWNLOADS=never .tools/bin/uv sync --frozen --quiet $extras --python "$python"
case "$extras" in *spark*) touch .make/spark ;; esac
# Coverage's plugin must be found by every process that is measured, and before coverage starts there: hence the "_".
for packages in .venv/lib/python*/site-packages; do
    [ ! -d "$packages" ] || echo "$PWD/tools/coverage_core" >"$packages/_coverage_core.pth"
done
echo "$wanted" >.make/synced
