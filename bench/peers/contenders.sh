# shellcheck shell=bash disable=SC2154 # the variables are those of run
# Sets up two containers over each contender. Read by run: uses its start, wait_for and in_ns.
# Every pair has the same addresses, in namespaces of its own: $prefix-CONTENDER-a and -b, and whatever joins them.

address_a=10.77.0.2
address_b=10.77.0.3
device=eth0

new_ns()
{
    ip netns add "$1"
    namespaces+=("$1")
    in_ns "$1" ip link set lo up
}

# Gives a device that is in the namespace already its address.
configure()
{
    in_ns "$1" ip link set "$2" name "$device" 2> /dev/null || true
    in_ns "$1" ip addr add "$3/24" dev "$device"
    in_ns "$1" ip link set "$device" up
}

new_pair()
{
    new_ns "$prefix-$1-a"
    new_ns "$prefix-$1-b"
}

# The kernel bridge with veth, in a namespace of its own; iptables sees nothing of it.
set_up_kernel()
{
    local side knob bridge=$prefix-kernel-bridge
    new_pair kernel
    new_ns "$bridge"
    in_ns "$bridge" ip link add br0 type bridge
    in_ns "$bridge" ip link set br0 up
    for knob in /proc/sys/net/bridge/bridge-nf-call-*; do
        [[ ! -e $knob ]] || echo 0 | in_ns "$bridge" tee "$knob" > /dev/null
    done
    for side in a b; do
        in_ns "$bridge" ip link add "port-$side" type veth peer name "$device" netns "$prefix-kernel-$side"
        in_ns "$bridge" ip link set "port-$side" master br0 up
    done
    configure "$prefix-kernel-a" "$device" "$address_a"
    configure "$prefix-kernel-b" "$device" "$address_b"
}

# Open vSwitch's userspace datapath on TAPs: the internal ports of a netdev bridge, moved into the containers.
set_up_ovs()
{
    local side host=$prefix-ovs-host dir=$scratch/ovs
    export OVS_RUNDIR=$dir
    mkdir "$dir"
    new_pair ovs
    new_ns "$host"
    ovsdb-tool create "$dir/conf.db" /usr/share/openvswitch/vswitch.ovsschema
    start ovsdb "$host" ovsdb-server "$dir/conf.db" --remote="punix:$dir/db.sock" --pidfile="$dir/ovsdb.pid"
    wait_for "ovsdb-server" test -S "$dir/db.sock"
    ovs-vsctl --db="unix:$dir/db.sock" --no-wait init
    start vswitchd "$host" ovs-vswitchd "unix:$dir/db.sock" --pidfile="$dir/vswitchd.pid"
    ovs-vsctl --db="unix:$dir/db.sock" --timeout=20 add-br br0 -- set bridge br0 datapath_type=netdev
    for side in a b; do
        ovs-vsctl --db="unix:$dir/db.sock" --timeout=20 add-port br0 "ovs-$side" -- set interface "ovs-$side" type=internal
        in_ns "$host" ip link set "ovs-$side" netns "$prefix-ovs-$side"
    done
    configure "$prefix-ovs-a" ovs-a "$address_a"
    configure "$prefix-ovs-b" ovs-b "$address_b"
}

# A loop in C from one TAP to the other and back.
set_up_loop()
{
    new_pair loop
    start loop "$prefix-loop-a" "$scratch/tap-loop" "/run/netns/$prefix-loop-a" "/run/netns/$prefix-loop-b" "$device" "$loop_burst"
    wait_for "tap-loop" grep -q ready "$scratch/loop.log"
    configure "$prefix-loop-a" "$device" "$address_a"
    configure "$prefix-loop-b" "$device" "$address_b"
}

# Starts a Tulle with a topology file, in a namespace of its own that it takes for the host.
start_tulle()
{
    local name=$1 topology=$2
    new_ns "$prefix-$name-host"
    start "$name" "$prefix-$name-host" "$tulle" up -f "$topology" \
        --run-dir "$scratch/$name-run" --state-dir "$scratch/$name-state"
    wait_for "tulle ($name)" grep -q '^tulle: ready' "$scratch/$name.log"
    stop_commands+=("in_ns $prefix-$name-host $tulle down --run-dir $scratch/$name-run --state-dir $scratch/$name-state")
}

# Writes the beginning of a topology: one network, the two measured containers.
topology_of_two()
{
    printf '%s\n' "name: $1" "workers: {count: 1, idle: adaptive}" "networks:" \
        "  front: {ipam: {config: [{subnet: 10.77.0.0/16}]}}" "  back: {}" "containers:" \
        "  a: {netns: $prefix-$1-a, networks: {front: {ipv4_address: $address_a}}}" \
        "  b: {netns: $prefix-$1-b, networks: {front: {ipv4_address: $address_b}}}"
}

set_up_tulle()
{
    new_pair tulle
    topology_of_two tulle > "$scratch/tulle.yaml"
    start_tulle tulle "$scratch/tulle.yaml"
}

# The same two beside many that are silent.
set_up_idle()
{
    local i
    new_pair idle
    {
        topology_of_two idle
        for ((i = 0; i < idle_ports; i++)); do
            echo "  idle$i: {netns: create, networks: {front: {}}}"
        done
    } > "$scratch/idle.yaml"
    start_tulle idle "$scratch/idle.yaml"
}

# Two networks and ten containers, each in both.
set_up_memory()
{
    local i
    new_pair memory
    {
        topology_of_two memory
        for ((i = 0; i < 8; i++)); do
            echo "  other$i: {netns: create, networks: {front: {}, back: {}}}"
        done
    } > "$scratch/memory.yaml"
    start_tulle memory "$scratch/memory.yaml"
}
