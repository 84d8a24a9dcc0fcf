#!/usr/bin/env bash
# Makes the secrets that compose.yml reads, in a folder that only you can enter: secrets.sh [FOLDER]. Prints none, and never replaces one that is there.
# The certificate is not made here: put tls_certificate (with its chain) and tls_key beside them.
set -euo pipefail
folder=${1:-$(cd "$(dirname "$0")" && pwd)/secrets}
mkdir -p "$folder"
chmod 700 "$folder"
random() { od --address-radix=n --format=x1 --read-bytes=32 /dev/urandom | tr -d ' \n'; }
# readable inside the containers, whose users are not yours; the folder keeps everybody else out
keep() { printf '%s\n' "$2" > "$folder/$1"; chmod 444 "$folder/$1"; }
for name in evening_note_passphrase evening_note_secret; do
  [ -e "$folder/$name" ] || keep "$name" "$(random)"
done
if [ ! -e "$folder/postgres_password" ]; then
  password=$(random)
  keep postgres_password "$password"
  keep evening_note_database "postgresql://evening_note:$password@database/evening_note"
fi
if [ ! -e "$folder/redis_users" ]; then
  password=$(random)
  keep redis_users "user default on >$password ~* &* +@all -@dangerous"
  keep evening_note_redis "redis://:$password@redis:6379/0"
fi
echo "The secrets are in $folder. Keep a copy of evening_note_passphrase elsewhere: without it nothing that is kept can be read."
