# shellcheck shell=bash disable=SC2154 # the variables are those of run
# Turns the values of all rounds into medians, ratios, a Markdown report and a chart. Read by run.

median()
{
    sort -g | awk '{value[NR] = $1} END {if (NR) printf "%.4g\n", (value[int((NR + 1) / 2)] + value[int(NR / 2) + 1]) / 2}'
}

# The median of a contender's values: median_of CONTENDER MEASURE
median_of()
{
    awk -v c="$1" -v m="$2" '$2 == c && $3 == m {print $4}' "$values" | median
}

# The median of the ratios that two contenders had in each round: ratio CONTENDER PEER MEASURE
ratio()
{
    awk -v c="$1" -v p="$2" -v m="$3" '
        $3 == m && $2 == p {peer[$1] = $4}
        $3 == m && $2 == c {own[$1] = $4}
        END {for (round in peer) if (round in own && peer[round] > 0) print own[round] / peer[round]}' "$values" | median
}

has()
{
    [[ " ${contenders[*]} " == *" $1 "* ]]
}

# A row of the table of targets: NAME VALUE COMPARISON TARGET
target()
{
    local verdict=missed
    if [[ -z $2 ]]; then
        echo "| $1 | not installed | $3 $4 | |"
        return
    fi
    if awk -v v="$2" -v t="$4" -v c="$3" 'BEGIN {exit !(c == "at least" ? v >= t : v <= t)}'; then
        verdict=met
    fi
    echo "| $1 | $(printf '%.2f' "$2") | $3 $4 | $verdict |"
}

targets()
{
    local ovs=""
    if has ovs; then
        ovs=$(ratio tulle ovs tcp1)
    fi
    echo "| measure | ratio | target | |"
    echo "|---|---|---|---|"
    target "TCP one stream, Tulle / kernel bridge" "$(ratio tulle kernel tcp1)" "at least" 0.95
    target "TCP one stream, Tulle / Open vSwitch userspace" "$ovs" "at least" 7
    target "60-byte frames a second, Tulle / kernel bridge" "$(ratio tulle kernel frames)" "at least" 2.0
    target "60-byte frames a second, Tulle / bare C loop" "$(ratio tulle loop frames)" "at least" 0.85
    target "ping average, Tulle / kernel bridge" "$(ratio tulle kernel ping)" "at most" 1.3
    target "resident memory in MB, two networks and ten containers" "$(median_of memory rss)" "at most" 150
    if ((idle_ports > 0)); then
        echo "| TCP one stream, Tulle beside $idle_ports idle ports / without them | $(ratio idle plain tcp1) | | |"
        echo "| ping average, Tulle beside $idle_ports idle ports / without them | $(ratio idle plain ping) | | |"
    fi
}

medians()
{
    local contender
    echo "| contender | TCP 1 stream, Gbit/s | TCP 8 streams, Gbit/s | 60-byte frames, M/s | ping average, us | ping p99, us |"
    echo "|---|---|---|---|---|---|"
    for contender in tulle kernel loop ovs; do
        if has "$contender"; then
            echo "| $(title "$contender") | $(median_of "$contender" tcp1) | $(median_of "$contender" tcp8) |" \
                "$(median_of "$contender" frames) | $(median_of "$contender" ping) | $(median_of "$contender" ping99) |"
        else
            echo "| $(title "$contender") | not installed | | | | |"
        fi
    done
}

title()
{
    case $1 in
        tulle) echo "Tulle" ;;
        kernel) echo "kernel bridge + veth" ;;
        loop) echo "bare C loop, TAP to TAP" ;;
        ovs) echo "Open vSwitch userspace" ;;
    esac
}

report()
{
    local java
    java=$(readlink "/proc/${pid_of[tulle]}/exe")
    echo "# Tulle beside its peers, $(date +%F)"
    echo
    targets
    echo
    echo "Medians of $rounds rounds; all contenders are measured in turn in each round, and a ratio is the median of the ratios."
    echo
    medians
    echo
    echo "- Command: \`$command_line\`"
    echo "- Machine: $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), Linux $(uname -r)"
    echo "- JDK: $("$java" -version 2>&1 | sed -n 2p)"
    echo "- Commit: $(git -C "$root" rev-parse --short HEAD)$([[ -z $(git -C "$root" status --porcelain --untracked-files=no) ]] || echo ", changed")"
    echo "- Peers: $(iperf3 --version | head -n 1)$(if has ovs; then ovs-vswitchd --version | sed -n '1s/.*) /, Open vSwitch /p'; fi), C loop with bursts of $loop_burst"
    echo "- Load before the run: $load_before"
    echo
    echo "Every value (round, contender, measure, value):"
    echo
    echo '```'
    cat "$values"
    echo '```'
}

chart()
{
    local contender name
    for contender in tulle kernel loop ovs; do
        if has "$contender"; then
            for name in tcp1 tcp8 frames ping; do
                echo "$contender $name $(ratio "$contender" kernel "$name") $(title "$contender")"
            done
        fi
    done | awk -f "$here/chart.awk"
}
