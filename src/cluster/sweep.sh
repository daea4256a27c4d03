# Runs in the directory of a scratch server; $1 is its socket directory.

sweep() (
    exec 9<use || exit 1
    flock -n 9 || exit 1
    server=$(head -n 1 scratch/postmaster.pid 2>/dev/null)
    # The number may have passed to a stranger.
    if [ -n "$server" ] && [ "$(readlink "/proc/$server/cwd")" = "$PWD/scratch" ]; then
        kill -QUIT "$server"
        tries=0
        while [ -e "/proc/$server/cwd" ] && [ "$tries" -lt 50 ]; do
            sleep 0.1
            tries=$((tries + 1))
        done
    fi
    # Moved before it is deleted: whoever comes now makes a new directory, and nothing of theirs is touched.
    rm -rf "$1" && mv "$PWD" "$PWD.gone" && rm -rf "$PWD.gone"
)

quiet=0
while [ -e use ]; do
    sleep 1
    if flock -n use true; then quiet=$((quiet + 1)); else quiet=0; fi
    if [ "$quiet" -ge 3 ] && sweep; then exit; fi
done
