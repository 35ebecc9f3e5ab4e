# What the system must offer, one line each: name of the Debian package, then how to see that it is there.
#
#   lib:NAME    a library the linker knows         cmd:NAME    a command on the path
#   file:GLOB   a file that exists
#
# The proof is asked of the system and not of dpkg, so that a desktop of another distribution passes it too.

window_needs='
libgl1              lib:libGL.so.1
libegl1             lib:libEGL.so.1
libxkbcommon0       lib:libxkbcommon.so.0
libdbus-1-3         lib:libdbus-1.so.3
libglib2.0-0        lib:libglib-2.0.so.0
libfontconfig1      lib:libfontconfig.so.1
libxcb-cursor0      lib:libxcb-cursor.so.0
libxkbcommon-x11-0  lib:libxkbcommon-x11.so.0
libxcb-icccm4       lib:libxcb-icccm.so.4
libxcb-keysyms1     lib:libxcb-keysyms.so.1
libxcb-shape0       lib:libxcb-shape.so.0
'

tests_need='
postgresql                 file:/usr/lib/postgresql/*/bin/initdb,/usr/pgsql-*/bin/initdb,/usr/bin/initdb,/usr/local/bin/initdb
xvfb                       cmd:Xvfb
xdotool                    cmd:xdotool
imagemagick                cmd:import
libreoffice-writer-nogui   cmd:soffice
chromium                   cmd:chromium
poppler-utils              cmd:pdftoppm
softhsm2                   cmd:softhsm2-util
fonts-liberation2          file:/usr/share/fonts/*/*/LiberationSans-Regular.*
fonts-crosextra-carlito    file:/usr/share/fonts/*/*/Carlito-Regular.*
'

is_there() { # is_there PROOF
    case $1 in
        lib:*)
            case $known_libraries in
                *"${1#lib:} "*) return 0 ;;
                *) return 1 ;;
            esac ;;
        cmd:*) command -v "${1#cmd:}" >/dev/null 2>&1 ;;
        file:*)
            local glob
            for glob in $(printf '%s' "${1#file:}" | tr ',' ' '); do
                [ -e "$glob" ] && return 0
            done
            return 1 ;;
    esac
}

missing_packages() { # missing_packages TABLE: prints the packages whose proof fails
    known_libraries=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null)
    printf '%s' "$1" | while read -r package proof; do
        [ -z "$package" ] || is_there "$proof" || printf '%s ' "$package"
    done
}
