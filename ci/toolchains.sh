#!/usr/bin/env bash
# Sees to the compilers of the languages that the tests run generated code in. What is missing is installed by apt when we are
# root on Debian; otherwise it is named, and the tests of that language fail. Then, what `ego` pins is installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

missing=()
needs() { # program package…
  command -v "$1" >/dev/null || missing+=("${@:2}")
}
needs go golang-go
needs node nodejs
needs npm npm
needs javac default-jdk-headless
needs mvn maven
needs php php-cli php-mbstring
needs phpcs php-codesniffer
needs composer composer
needs unzip unzip # composer unpacks packages with it
needs phpunit phpunit
needs rsync rsync # gitlab-ci-local, with which the pipeline is run
needs chromium chromium # the documentation is read in it
needs chromedriver chromium-driver
needs grpc_php_plugin protobuf-compiler-grpc
needs phpize php-dev make
[ -e /usr/include/grpc/grpc.h ] || missing+=(libgrpc-dev) # tests/php/toolchain builds ext-grpc with it
[ -e /usr/share/php/Google/Protobuf/Any.php ] || missing+=(php-google-protobuf)

if [ ${#missing[@]} = 0 ]; then
  :
elif [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "toolchains: apt-get install ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
else
  echo "toolchains: missing, and needed by the tests of their languages (Debian packages): ${missing[*]}" >&2
fi

# What `ego` itself pins and would install when it is first used: a test that meets a new machine is not the one to wait for it.
if [ -x .venv/bin/ego ] && .venv/bin/ego toolchain list | grep ' missing$' >/dev/null; then
  echo "toolchains: ego toolchain install (about two minutes the first time)"
  .venv/bin/ego toolchain install --quiet >/dev/null || echo "toolchains: what is missing now is missing to the tests of its language" >&2
fi
