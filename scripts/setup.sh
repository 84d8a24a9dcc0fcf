#!/usr/bin/env bash
# Makes .venv with the product and its tests, from the locks alone; does nothing when it is already up to date. --product leaves the tests out;
# --serving leaves out, too, what only training needs, and makes .venv anew, since nothing else may be in it.
set -euo pipefail
cd "$(dirname "$0")/.."
locks=(requirements/runtime.lock requirements/test.lock)
[ "${1:-}" != "--product" ] || locks=(requirements/runtime.lock)
[ "${1:-}" != "--serving" ] || locks=(requirements/serving.lock)
stamp=.venv/installed
wanted=$(cat "${locks[@]}" pyproject.toml .python-version | sha256sum)
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && exit 0
python=$(scripts/python.sh)
echo "Setting up .venv (about a minute) ..."
[ "${1:-}" != "--serving" ] || rm -rf .venv
[ -x .venv/bin/python ] || "$python" -m venv .venv
pip() { .venv/bin/python -m pip --disable-pip-version-check "$@"; }
log=.venv/setup.log
# Python compiles what it imports, once; more than a quarter of the time goes into compiling all the rest. What only serves may have no place to write to.
compiled=--no-compile
[ "${1:-}" != "--serving" ] || compiled=--compile
install() {
  pip install --quiet --no-deps "$compiled" "$@" >"$log" 2>&1 || { tail -n 20 "$log" >&2; echo "Setting up failed; the whole log is in $log." >&2; exit 1; }
}
# wheel first: three of Rasa's dependencies come as source and are built with it
grep -E -A 3 '^(wheel|setuptools)==' "${locks[0]}" | grep -vE '^--$' | awk '/^(wheel|setuptools)==/{keep=1} /^[a-z]/&&!/^(wheel|setuptools)==/{keep=0} keep' > .venv/build.lock
install --require-hashes -r .venv/build.lock
install --require-hashes --no-build-isolation "${locks[@]/#/--requirement=}"
install --no-build-isolation --editable .
echo "$wanted" > "$stamp"
