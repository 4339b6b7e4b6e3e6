# shellcheck shell=bash disable=SC2154 # the variables are those of run
# Measures a contender's pair: each function prints one value or more. Read by run.

mac_of()
{
    in_ns "$1" ip -o link show "$device" | sed -n 's/.*link\/ether \([0-9a-f:]*\).*/\1/p'
}

# TCP by iperf3 in Gbit/s as the receiver saw it: tcp CONTENDER STREAMS
tcp()
{
    local a=$prefix-$1-a b=$prefix-$1-b server log=$scratch/iperf3.log
    : > "$scratch/iperf3-server.log" # else the server of the measurement before is taken for this one
    nsenter --net="/run/netns/$b" -- iperf3 -s -1 --forceflush > "$scratch/iperf3-server.log" 2>&1 &
    server=$!
    wait_for "iperf3 -s over $1" grep -q listening "$scratch/iperf3-server.log"
    if ! in_ns "$a" timeout $((seconds + 20)) iperf3 -c "$address_b" -t "$seconds" -P "$2" -f m > "$log" 2>&1; then
        kill "$server" 2> /dev/null || true
        fail "iperf3 over $1: $(tail -n 1 "$log")"
    fi
    wait "$server" || true
    awk '/receiver/ {for (i = 2; i <= NF; i++) if ($i == "Mbits/sec") rate = $(i - 1)} END {printf "%.3f\n", rate / 1000}' "$log"
}

# 60-byte frames in millions a second, counted where the receiving device hands them to its kernel, and dropped there.
frames()
{
    local a=$prefix-$1-a b=$prefix-$1-b before after mac_a mac_b
    mac_a=$(mac_of "$a")
    mac_b=$(mac_of "$b")
    in_ns "$b" nft -f - << EOF
table netdev bench {
    chain ingress {
        type filter hook ingress device "$device" priority 0;
        udp dport 5555 counter drop
    }
}
EOF
    before=$(date +%s%N)
    in_ns "$a" "$scratch/generator" "$device" "$mac_b" "$mac_a" "$address_b" "$address_a" "$seconds"
    after=$(date +%s%N)
    in_ns "$b" nft list table netdev bench |
        awk -v ns=$((after - before)) '/counter packets/ {for (i = 1; i < NF; i++) if ($i == "packets") printf "%.4f\n", $(i + 1) * 1000 / ns}'
    in_ns "$b" nft delete table netdev bench
}

# Average and 99th percentile of a ping's round trip, in microseconds.
round_trip()
{
    in_ns "$prefix-$1-a" ping -i 0.002 -c "$pings" "$address_b" > "$scratch/ping.log" || fail "ping over $1: $(tail -n 3 "$scratch/ping.log")"
    sed -n 's/.*time=\([0-9.]*\) ms/\1/p' "$scratch/ping.log" | sort -n |
        awk '{sum += $1; rtt[NR] = $1} END {printf "%.2f %.2f\n", sum / NR * 1000, rtt[int((NR * 99 + 99) / 100)] * 1000}'
}

# Resident memory of a process, in MB.
resident_memory()
{
    awk '/^VmRSS/ {printf "%.1f\n", $2 / 1024}' "/proc/$1/status"
}

# Adds a line "round name measure value" for each measure: measure ROUND CONTENDER[:NAME] MEASURE...
measure()
{
    local round=$1 contender=${2%:*} name=${2#*:} average p99
    in_ns "$prefix-$contender-a" ping -c 3 -i 0.01 -w 5 "$address_b" > "$scratch/ping.log" ||
        fail "no ping over $contender: $(tail -n 3 "$scratch/ping.log")"
    shift 2
    while (($# > 0)); do
        case $1 in
            tcp1) record "$round" "$name" tcp1 "$(tcp "$contender" 1)" ;;
            tcp8) record "$round" "$name" tcp8 "$(tcp "$contender" 8)" ;;
            frames) record "$round" "$name" frames "$(frames "$contender")" ;;
            ping)
                read -r average p99 <<< "$(round_trip "$contender")"
                record "$round" "$name" ping "$average"
                record "$round" "$name" ping99 "$p99"
                ;;
        esac
        shift
    done
}

record()
{
    [[ -n ${4:-} ]] || fail "$3 over $2 gave no value"
    echo "$1 $2 $3 $4" >> "$values"
    printf 'round %s  %-6s  %-6s  %s\n' "$@" >&2
}
