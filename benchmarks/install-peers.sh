#!/bin/sh
# 把对比用的工具装进单独的环境（默认 build/peers，约 1.5 GB），不影响本项目的环境。用法：benchmarks/install-peers.sh [目录]
set -eu
here=$(dirname "$0")
place=${1:-build/peers}
"${PYTHON:-python3.11}" -m venv "$place"
"$place/bin/pip" install --quiet -r "$here/peers-requirements.txt"
echo "已装好：$place。运行：python benchmarks/peers.py --python $place/bin/python"
