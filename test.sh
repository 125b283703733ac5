#!/usr/bin/env bash
# Runs every test: NotifyHub.Tests on SQLite (units, integration over real Kestrel, components, architecture, contract), the same behaviour once more
# on PostgreSQL (a server of its own on loopback, started and stopped by the tests), and NotifyHub.E2E (journeys in a real Chromium,
# the JavaScript SDK in a real Firefox, Expo's published SDK under node, and the crash test).
# Installs what the tests need where it can; with CI=true a missing part is a failure. Arguments go to `dotnet test` (e.g. --filter FullyQualifiedName~Sends).
set -uo pipefail
cd "$(dirname "$0")"

install() {
  [ "$(uname -s)" = Linux ] && command -v apt-get >/dev/null || return 1
  local sudo=""; [ "$(id -u)" = 0 ] || sudo="sudo -n"
  $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq "$@" >/dev/null
}
find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
find_firefox() { command -v firefox-esr || command -v firefox; }
find_postgres() { ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null || command -v initdb; }

if ! find_chromium >/dev/null; then
  echo "Chromium is missing; installing it..."
  install chromium || { echo "Chromium could not be installed: install it, then run this again."; exit 1; }
fi
export NOTIFYHUB_CHROMIUM="$(find_chromium)"
if ! find_firefox >/dev/null; then
  echo "Firefox is missing; installing it..."
  install firefox-esr || { echo "Firefox could not be installed: install it, then run this again."; exit 1; }
fi
export NOTIFYHUB_FIREFOX="$(find_firefox)"
# A bus and a notification service of the tests' own, so that a browser's notifications can be seen and pressed.
if ! command -v dbus-daemon >/dev/null || ! /usr/bin/python3 -c 'import dbus, gi' 2>/dev/null || ! ls /usr/lib/*/libnotify.so.4 >/dev/null 2>&1; then
  echo "D-Bus for Python is missing; installing it..."
  install dbus-daemon python3 python3-dbus python3-gi libnotify4 || { echo "dbus-daemon, python3-dbus, python3-gi and libnotify4 could not be installed: install them, then run this again."; exit 1; }
fi
if ! command -v npm >/dev/null; then
  echo "npm is missing; installing it..."
  install nodejs npm || { echo "npm could not be installed: install it, then run this again."; exit 1; }
fi
if ! find_postgres >/dev/null; then
  echo "PostgreSQL is missing; installing it..."
  install postgresql || { echo "PostgreSQL could not be installed: install it (14 or newer), then run this again."; exit 1; }
fi

dotnet build NotifyHub.sln --nologo -v q || exit 1

# A filter of the caller's narrows each run.
own=""; arguments=()
while [ "$#" -gt 0 ]; do
  case $1 in
    --filter) own="($2)&"; shift 2 ;;
    *) arguments+=("$1"); shift ;;
  esac
done

passed=0; failed=0; status=0
# What failed is told once more at the very end, where a long run's reader (and CI, which keeps only the last lines) looks first.
failures=$(mktemp)
run() { # name, project, filter
  local log code p f s
  log=$(mktemp)
  echo "== $1"
  # A test that never ends is named and fails, instead of holding the run for ever (blame); lines are told as they come, so that a run that is cut short shows where.
  dotnet test "$2" --no-build --nologo --logger "console;verbosity=normal" --blame-hang-timeout 8m --blame-hang-dump-type none --filter "$own($3)" "${arguments[@]}" 2>&1 | tee "$log" | grep --line-buffered -vE '^\s+Passed '
  code=${PIPESTATUS[0]}
  p=$(grep -oE '^ +Passed: [0-9]+' "$log" | grep -oE '[0-9]+' | tail -1); f=$(grep -oE '^ +Failed: [0-9]+' "$log" | grep -oE '[0-9]+' | tail -1)
  s=$(grep -oE '^ +Skipped: [0-9]+' "$log" | grep -oE '[0-9]+' | tail -1)
  # A test's name with the start of its message and of its stack.
  awk -v run="$1" '/^ +(Passed|Skipped) /{take=0} /^ +Failed [^ ]/{take=16; print "-- " run} /^ *(Standard Output Messages|\[xUnit)/{take=0} take-- > 0' "$log" | cut -c1-300 >>"$failures"
  if [ "$code" != 0 ] && again "$1" "$2" "${f:-0}" "$log"; then p=$((${p:-0} + f)); f=0; code=0; fi
  [ "$code" = 0 ] || status=1
  passed=$((passed + ${p:-0})); failed=$((failed + ${f:-0}))
  if [ "${s:-0}" != 0 ] && [ "${CI:-}" = true ]; then echo "$1 skipped ${s} tests, which CI does not allow."; status=1; fi
  if [ -z "${p:-}${f:-}" ]; then echo "$1 ran no test."; [ -n "$own" ] || status=1; fi
  rm -f "$log"
}
# A run of thousands in which up to three tests failed: those once more, by themselves (docs/decisions/0045). Who passes then is told as unsteady at the end, with what it said.
again() { # name, project, failed, log
  local names filter
  names=$(grep -oE '^ +Failed [A-Za-z_][A-Za-z0-9_.+]*' "$4" | awk '{print $2}' | sort -u)
  [ "$3" -ge 1 ] && [ "$3" -le 3 ] && [ -n "$names" ] && ! grep -qi 'test run aborted' "$4" || return 1
  filter=$(printf 'FullyQualifiedName=%s|' $names)
  echo "== $1: what failed, once more"
  dotnet test "$2" --no-build --nologo --logger "console;verbosity=normal" --blame-hang-timeout 8m --blame-hang-dump-type none --filter "${filter%|}" 2>&1 | tee "$4.again"
  local code=${PIPESTATUS[0]} seen
  seen=$(grep -cE '^ +Passed [A-Za-z_]' "$4.again"); rm -f "$4.again"
  [ "$code" = 0 ] && [ "$seen" -ge 1 ] || return 1
  printf -- '-- UNSTEADY, passed when it ran alone: %s\n' $names >>"$failures"
}

run "NotifyHub.Tests on SQLite" NotifyHub.Tests "Engine!=postgres"
# What has no store under it needs no second run.
rows=""
for area in Data Pipeline.Delivery Pipeline.Intake Pipeline.Feedback Pipeline.Fanout Audience Digests Reminders Schedules Insights Security Api Jobs Contract; do rows="$rows|FullyQualifiedName~NotifyHub.Tests.$area."; done
NOTIFYHUB_TEST_ENGINE=postgres run "NotifyHub.Tests on PostgreSQL" NotifyHub.Tests "Engine!=sqlite&(${rows#|})"
run "NotifyHub.E2E" NotifyHub.E2E "FullyQualifiedName~NotifyHub"
if [ -z "$own" ] && [ "${#arguments[@]}" = 0 ]; then
  limit=""; command -v timeout >/dev/null && limit="timeout 900"
  for engine in sqlite postgres; do
    echo "== NotifyHub.Torture on $engine, short"
    if $limit dotnet run --no-build --project bench/NotifyHub.Torture -- short --engine $engine; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "-- NotifyHub.Torture on $engine, short" >>"$failures"; fi
  done
fi
[ "$failed" = 0 ] || status=1
[ -s "$failures" ] && { echo "== What failed, and how"; cat "$failures"; echo; }
rm -f "$failures"
echo "$passed passed, $failed failed"
exit $status
