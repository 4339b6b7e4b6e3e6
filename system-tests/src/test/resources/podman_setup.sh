#!/bin/sh
# Makes podman at home in the mount namespace of a test's host, as its user would, and makes an image with busybox.
# usage: podman_setup.sh SHIMS SOCKET IMAGE
set -e

mount -t tmpfs none /dev/shm # podman's locks
mkdir -p /etc/containers /run/podman-image/bin /run/podman-image/tmp /run/podman-image/etc
cat > /etc/containers/containers.conf << EOF
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1000:1000"]
default_capabilities = ["NET_RAW"]
[network]
network_backend = "netavark"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "none"
env = ["TULLE_SOCKET=$2", "RUST_LOG=netavark=error"]
helper_binaries_dir = ["$1", "/usr/lib/podman"]
enable_port_reservation = false
EOF
cat > /etc/containers/storage.conf << EOF
[storage]
driver = "vfs"
graphroot = "/run/podman-root"
runroot = "/run/podman"
EOF
cd /run/podman-image
cp "$(command -v busybox)" bin/busybox
for name in $(busybox --list); do
    [ "$name" = busybox ] || ln -s busybox "bin/$name"
done
tar -cf /run/podman-image.tar .
podman --log-level error import /run/podman-image.tar "$3"
rm -r /run/podman-image /run/podman-image.tar
