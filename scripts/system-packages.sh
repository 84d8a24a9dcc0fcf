#!/usr/bin/env bash
# Installs through apt what the tests need beyond Python, where that is possible; else says what is missing. Never fails.
set -u

# what: the commands of which one must be there, then the package that brings it
needs=("chromium chromium-browser google-chrome google-chrome-stable:chromium" "initdb /usr/lib/postgresql/*/bin/initdb:postgresql" "redis-server:redis-server" "faketime:faketime" "node nodejs:nodejs" "npm:npm" "flite:flite" "nginx /usr/sbin/nginx:nginx-light")

missing=()
for need in "${needs[@]}"; do
  found=
  for command in ${need%%:*}; do command -v "$command" >/dev/null 2>&1 && found=yes; done
  [ -n "$found" ] || missing+=("${need##*:}")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
apt() { ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 -o Acquire::http::Timeout=30 "$@"; }
if command -v apt-get >/dev/null 2>&1 && ${as_root[@]+"${as_root[@]}"} true 2>/dev/null; then
  install=(install --yes --no-install-recommends "${missing[@]}")
  { apt "${install[@]}" || { apt update && apt "${install[@]}"; }; } >/dev/null 2>&1 </dev/null && exit 0
fi
echo "Missing for some tests: ${missing[*]} (install it with your system's packages; without it those tests are skipped)." >&2
exit 0
