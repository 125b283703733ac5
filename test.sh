#!/usr/bin/env bash
# Runs every test: NotifyHub.Tests (units, integration over real Kestrel and SQLite, components, architecture, contract) and
# NotifyHub.E2E (journeys in a real Chromium), then the short torture run: kills under load, about a minute and a half. Installs what
# the tests need where it can; with CI=true a missing part is a failure. Arguments go to `dotnet test` (e.g. --filter
# FullyQualifiedName~Sends), and then nothing is tortured.
set -uo pipefail
cd "$(dirname "$0")"

find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
install_chromium() {
  [ "$(uname -s)" = Linux ] && command -v apt-get >/dev/null || return 1
  local sudo=""; [ "$(id -u)" = 0 ] || sudo="sudo -n"
  $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq chromium >/dev/null
}

if ! find_chromium >/dev/null; then
  echo "Chromium is missing; installing it..."
  install_chromium || { echo "Chromium could not be installed: install it, then run this again."; exit 1; }
fi
export NOTIFYHUB_CHROMIUM="$(find_chromium)"

dotnet build NotifyHub.sln --nologo -v q || exit 1

passed=0; failed=0; status=0
for project in NotifyHub.Tests NotifyHub.E2E; do
  log=$(mktemp)
  dotnet test "$project" --no-build --nologo --logger "console;verbosity=normal" "$@" 2>&1 | tee "$log" | grep -vE '^\s+Passed '
  code=${PIPESTATUS[0]}
  [ "$code" = 0 ] || status=1
  p=$(grep -oE '^ +Passed: [0-9]+' "$log" | grep -oE '[0-9]+' | tail -1); f=$(grep -oE '^ +Failed: [0-9]+' "$log" | grep -oE '[0-9]+' | tail -1)
  s=$(grep -oE '^ +Skipped: [0-9]+' "$log" | grep -oE '[0-9]+' | tail -1)
  passed=$((passed + ${p:-0})); failed=$((failed + ${f:-0}))
  if [ "${s:-0}" != 0 ] && [ "${CI:-}" = true ]; then echo "$project skipped ${s} tests, which CI does not allow."; status=1; fi
  if [ -z "${p:-}${f:-}" ]; then echo "$project ran no test."; [ "$#" -gt 0 ] || status=1; fi
  rm -f "$log"
done
if [ "$#" = 0 ]; then
  if dotnet run --no-build --project bench/NotifyHub.Torture -- short; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
fi
[ "$failed" = 0 ] || status=1
echo "$passed passed, $failed failed"
exit $status
