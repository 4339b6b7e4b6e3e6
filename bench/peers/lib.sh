# shellcheck shell=bash disable=SC2154 # the variables are those of the script that reads it
# Namespaces, processes and their end, for the scripts of this folder. Expects $results and fail.

scratch=$(mktemp -d /tmp/bench-peers.XXXXXX)
values=$scratch/values
prefix=bench-$$
namespaces=()
processes=()
stop_commands=()

in_ns()
{
    nsenter --net="/run/netns/$1" -- "${@:2}"
}

# Starts a process in the background, its output in NAME.log, to be stopped at the end: start NAME NAMESPACE COMMAND...
start()
{
    nsenter --net="/run/netns/$2" -- "${@:3}" > "$scratch/$1.log" 2>&1 < /dev/null &
    processes+=($!)
    pid_of[$1]=$!
}
declare -A pid_of

wait_for()
{
    local i
    for ((i = 0; i < 1200; i++)); do
        if "${@:2}" 2> /dev/null; then
            return 0
        fi
        sleep 0.1
    done
    fail "$1 did not start in 2 minutes: $(tail -n 3 "$scratch"/*.log)"
}

# Stops what was started, by process id, and removes what was made.
clean_up()
{
    local command pid name
    trap '' INT TERM
    set +e
    for command in "${stop_commands[@]}"; do
        $command > /dev/null 2>&1
    done
    for pid in "${processes[@]}"; do
        kill "$pid" 2> /dev/null
    done
    wait
    for name in "${namespaces[@]}"; do
        ip netns delete "$name"
    done
    rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

require()
{
    command -v "$1" > /dev/null || fail "$1 is missing; type: apt-get install $2"
}
