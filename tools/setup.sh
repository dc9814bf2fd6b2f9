#!/bin/sh
# Build a virtual environment and install the course into it; do nothing when that was done before.
#
#   tools/setup.sh VENV PYTHON TORCH CONSTRAINTS
#
# TORCH: "yes" installs the extra [torch], "no" leaves PyTorch out, anything else is handed to pip as it is.
# pip comes from the Python that runs this, so a Debian without python3-venv is enough.
set -eu
venv=$1 python=$2 torch=$3 constraints=$4
key=$(cat pyproject.toml "$constraints" | cksum)-$torch
[ -f "$venv/ready" ] && [ "$(cat "$venv/ready")" = "$key" ] && exit 0

echo "Installing the course into $venv (some minutes, once)"
rm -f "$venv/ready"
[ -x "$venv/bin/python" ] || "$python" -m venv --without-pip "$venv"
install() { "$python" -m pip --python "$venv/bin/python" install --disable-pip-version-check "$@"; }

case $torch in
    yes) install -c "$constraints" pip -e '.[test,torch]' ;;
    no)  install -c "$constraints" pip -e '.[test]' ;;
    *)   # shellcheck disable=SC2086  # the words are meant to be split
         install $torch
         install -c "$constraints" pip -e '.[test]' ;;
esac
printf '%s' "$key" > "$venv/ready"
