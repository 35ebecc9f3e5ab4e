#!/usr/bin/env bash
# Opens Cabildo on a practice evening; where there is no display, plays the whole evening off screen and says so.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# DISPLAY may be left over from a screen that is gone: a local one has a socket, or it is not there.
x_display() {
    case ${DISPLAY:-} in
        '') return 1 ;;
        :*|unix:*) local number=${DISPLAY##*:}; [ -S "/tmp/.X11-unix/X${number%%.*}" ] ;;
        *) return 0 ;;
    esac
}
wayland_display() { [ -n "${WAYLAND_DISPLAY:-}" ] && [ -S "${XDG_RUNTIME_DIR:-/nowhere}/$WAYLAND_DISPLAY" ]; }

if x_display || wayland_display; then
    exec .venv/bin/cabildo practice
fi
echo "There is no display here: the practice evening is played off screen, through the same window."
# Qt says of each window what the off-screen platform cannot do (raise it, grab the keyboard); that is no news.
.venv/bin/cabildo evening --out out/evening 2> >(grep -v '^This plugin does not support' >&2)
echo "Look into out/evening: the minutes, pictures of each page, the attendance chart, a summary."
