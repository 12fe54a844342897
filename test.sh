#!/usr/bin/env bash
# Installs what the tests need (Debian packages, one npm package) and runs all of them. A test whose need can't be met is skipped and says
# so; with CI=true it fails. Ends with a line "N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")"

install_packages() {
  command -v apt-get >/dev/null || { echo "No apt-get here: tests that need PostgreSQL, Chromium or an SMTP server are skipped."; return; }
  local missing=()
  local package
  for package in libsqlite3-0 postgresql chromium-headless-shell fonts-thai-tlwg fonts-noto-core python3 python3-aiosmtpd postfix faketime haproxy wrk; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing+=("$package")
  done
  # Node often comes from elsewhere than Debian.
  command -v npm >/dev/null || missing+=(nodejs npm)
  [ ${#missing[@]} -eq 0 ] && return
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || { echo "Not root: please install ${missing[*]}; tests that need them are skipped."; return; }
    as_root=(sudo)
  fi
  echo "Installing ${missing[*]} …"
  # Without a configuration Postfix starts no daemon; only its smtp-sink is wanted.
  echo "postfix postfix/main_mailer_type select No configuration" | "${as_root[@]}" debconf-set-selections
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
    echo "Some packages could not be installed; tests that need them are skipped."
}

# What comes from npm: axe-core, which the browser tests run in the pages, and Elsa Studio, which the host serves. Once
# installed, they cost nothing until a version changes.
install_npm() {
  [ "$1/node_modules/.package-lock.json" -nt "$1/package-lock.json" ] && return
  command -v npm >/dev/null || { echo "No npm here: the tests that need $2 are skipped."; return; }
  npm ci --prefix "$1" --no-audit --no-fund --ignore-scripts --silent ||
    echo "$2 could not be installed; the tests that need it are skipped."
}

# Compiled code that watches itself and stands twice in memory is for programs that run for weeks; here are hundreds of short ones.
export DOTNET_TieredPGO=0 DOTNET_EnableWriteXorExecute=0

passed=0 failed=0 skipped=0

run_project() { dotnet test "$1" -c Release --no-build --nologo >"$2" 2>&1; }

count_project() {
  local log=$1 status=$2
  cat "$log"
  local line
  line=$(grep -E '(Passed|Failed|Skipped)! +- Failed: +[0-9]+' "$log" | tail -n 1)
  if [ -z "$line" ]; then
    echo "The run broke off without a result."
    failed=$((failed + 1))
    return
  fi
  failed=$((failed + $(sed -E 's/.*Failed: +([0-9]+).*/\1/' <<<"$line")))
  passed=$((passed + $(sed -E 's/.*Passed: +([0-9]+).*/\1/' <<<"$line")))
  skipped=$((skipped + $(sed -E 's/.*Skipped: +([0-9]+).*/\1/' <<<"$line")))
  # A run that broke off after its last test has failed too.
  if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
}

install_packages
install_npm tests/Browser axe-core
install_npm Host/Studio "Elsa Studio"
dotnet build WorkflowHost.sln -c Release --nologo -v quiet || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }
echo "Running the tests, and beside them those in a real browser …"
logs=$(mktemp -d)
run_project tests/Tests.csproj "$logs/tests" &
run_project tests/Browser/Browser.csproj "$logs/browser"
browser=$?
wait $!
count_project "$logs/tests" $?
count_project "$logs/browser" $browser
rm -rf "$logs"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
