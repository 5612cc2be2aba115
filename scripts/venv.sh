# Makes .venv from a lock file, once. Sourced by the other scripts, which set `root` and then call `venv_from LOCK`.
# Needs Python 3.11 or later and nothing else; uv is used where it stands ready, being quicker.

venv_python="$root/.venv/bin/python"

say() { printf 'newsgraph: %s\n' "$*" >&2; }

is_new_enough() { "$1" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

# The first Python of 3.11 or later: $KG_PYTHON, what the path calls python3, then the versions that the tests cover.
python_at_hand() {
    local name
    for name in ${KG_PYTHON:+"$KG_PYTHON"} python3 python3.13 python3.12 python3.11 python; do
        if is_new_enough "$name"; then
            command -v "$name"
            return
        fi
    done
    say 'error: Python 3.11 or later is needed, and none was found.'
    say 'hint: install it (Debian, Ubuntu: apt install python3 python3-venv), or set KG_PYTHON to its path.'
    return 4
}

make_venv() {
    local python=$1
    say "first use: making .venv with $("$python" -V 2>&1) ($python)"
    if command -v uv >/dev/null 2>&1; then
        uv venv --quiet --no-config --clear --seed --python "$python" "$root/.venv"
    elif ! "$python" -m venv --clear "$root/.venv" >&2; then
        say 'error: this Python cannot make virtual environments.'
        say 'hint: Debian, Ubuntu: apt install python3-venv'
        return 4
    fi
}

install_lock() {
    local lock=$1
    say "installing $(grep -c '^[a-z].*==' "$root/$lock") packages from $lock, the English language model among them (some 1.2 GB on disk, once) ..."
    if command -v uv >/dev/null 2>&1; then
        uv pip install --quiet --no-config --python "$venv_python" --compile-bytecode --require-hashes --no-deps -r "$root/$lock"
    else
        "$venv_python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$root/$lock" >&2
    fi || {
        say "error: the packages could not be installed; what is above says why."
        say 'hint: the first use needs the network; run the command again to try once more.'
        return 4
    }
}

# Brings .venv to what LOCK says. A copy of the lock inside .venv is the mark that this is done.
venv_from() {
    local lock=$1 began=$SECONDS python
    if cmp -s "$root/$lock" "$root/.venv/$lock" && is_new_enough "$venv_python"; then
        return
    fi
    if ! is_new_enough "$venv_python"; then
        python=$(python_at_hand) || return
        make_venv "$python" || return
    fi
    install_lock "$lock" || return
    cp "$root/$lock" "$root/.venv/$lock"
    say "ready after $((SECONDS - began)) s"
}

# Chromium for the tests of the page and strace for those of silence, where they are missing and can be had; without them
# those tests are skipped, and say so.
tools_for_tests() {
    local missing=()
    command -v chromium >/dev/null 2>&1 || missing+=(chromium)
    command -v strace >/dev/null 2>&1 || missing+=(strace)
    if [ "${#missing[@]}" -eq 0 ]; then
        return
    fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "installing ${missing[*]} for the tests ..."
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } \
            >/dev/null 2>&1 || say "${missing[*]} could not be installed; the tests that need them will be skipped"
    else
        say "no ${missing[*]} here: the tests that need them will be skipped (Debian: apt install ${missing[*]})"
    fi
}
