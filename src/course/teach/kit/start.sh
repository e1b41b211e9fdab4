#!/bin/sh
# Installs the course from this folder, the first time, and starts it. No network is needed.
#   sh start.sh              JupyterLab, with your own copy of the notebooks
#   sh start.sh COMMAND ...  any command of the course: doctor, progress, site --lan, teach --help
set -u
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 1
stop() { printf '%s\n' "$*" >&2; exit 1; }
case "$(uname -s)-$(uname -m)" in
@CASES@
  *) stop "This kit was not made for this kind of computer ($(uname -s) $(uname -m))." ;;
esac
[ $# -gt 0 ] || set -- lab
case "$1" in
  site|teach) layer=teach ;;
  check) layer=teach; for word in "$@"; do [ "$word" = --no-rerun ] && layer=learner; done ;;
  *) layer=learner ;;
esac
place="$here/installed/$machine"
mkdir -p "$place" 2>/dev/null ||
  stop "Nothing can be written into $here. Copy this folder to your disk, and start there."
uv="$place/uv"
if [ ! -x "$uv" ]; then
  cp "$here/install/$machine/uv" "$uv" 2>/dev/null && chmod +x "$uv" 2>/dev/null
fi
"$uv" --version >/dev/null 2>&1 ||
  stop "No program can be started from $here. Copy this folder to your disk, and start there."
unset UV_PYTHON VIRTUAL_ENV PYTHONPATH PYTHONHOME
export UV_NO_CONFIG=1 UV_OFFLINE=1 UV_PYTHON_DOWNLOADS=never UV_NO_CACHE=1 UV_LINK_MODE=copy
env="$place/environment"
lists="$here/install/$machine"
# Whether a layer is installed as this kit has it: a newer kit installs anew.
has() { cmp -s "$env/$1.txt" "$lists/$1.txt"; }
found=
for python in @PYTHONS@; do
  if has "learner-$python" || has "teach-$python"; then found=$python; break; fi
done
if [ -z "$found" ]; then
  rm -rf "$env"
  for python in @PYTHONS@; do
    if "$uv" venv --quiet --python "$python" "$env" >/dev/null 2>&1; then found=$python; break; fi
    rm -rf "$env"
  done
  [ -n "$found" ] || stop "This computer has no Python that the kit fits (it fits: @PYTHONS@). \
Install one of these, for instance from python.org, and start again."
fi
if ! has "$layer-$found" && ! has "teach-$found"; then
  echo "Installing the course into $env (about a minute) ..."
  if ! "$uv" pip install --quiet --python "$env/bin/python" --no-index --require-hashes --no-deps \
      --find-links "$here/install/wheels" -r "$lists/$layer-$found.txt"; then
    rm -rf "$env"
    stop "The course could not be installed: see the lines above. Is the disk full, or was the kit \
copied only in part? Nothing half installed was left; start again once it is mended."
  fi
  cp "$lists/$layer-$found.txt" "$env/" || stop "Nothing can be written into $env."
fi
export COURSE_START="sh $(basename -- "$0")"
cd "$here" || exit 1
exec "$env/bin/python" -m course.cli "$@"
