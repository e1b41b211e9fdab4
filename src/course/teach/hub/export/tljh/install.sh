#!/bin/bash
# Puts the course on a machine that has The Littlest JupyterHub 2.x: sudo bash install.sh
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tljh=/opt/tljh
if [ ! -x "$tljh/user/bin/python" ]; then
    echo "There is no The Littlest JupyterHub here. Install it first: https://tljh.jupyter.org" >&2
    exit 1
fi
"$tljh/user/bin/python" -m pip install --upgrade "$here/../binder/@@WHEEL@@"
mkdir -p "$tljh/config/jupyterhub_config.d"
cp "$here/course.py" "$tljh/config/jupyterhub_config.d/course.py"
if [ -s "$tljh/config/config.yaml" ]; then
    cp "$tljh/config/config.yaml" "$tljh/config/config.yaml.before-course"
    echo "Your config.yaml is kept as config.yaml.before-course; bring over what you need of it."
fi
cp "$here/config.yaml" "$tljh/config/config.yaml"
"$tljh/hub/bin/python" -m tljh.config reload hub
echo "Done. Sign up as @@ADMIN@@ first; then let the others in at /hub/authorize."
