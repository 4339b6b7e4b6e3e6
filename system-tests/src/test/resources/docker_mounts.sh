#!/bin/sh
# Gives a mount namespace of its own a /run and an /etc that only its processes change, and stays to keep it.
# usage: docker_mounts.sh EMPTY_DIRECTORY RESOLV_CONF
set -e

mount --rbind /run "$1"
mount -t tmpfs -o mode=755 none /run
mkdir /run/netns /run/lock /run/etc
mount --rbind "$1/netns" /run/netns # a slave of the real one: the test's namespaces are seen in it
umount --lazy "$1"

cp -a /etc/. /run/etc
mount --bind /run/etc /etc
mkdir -p /etc/docker /etc/netns
rm -f /etc/resolv.conf # it may be a link into the /run that was
touch /etc/resolv.conf
mount --bind "$2" /etc/resolv.conf

# In a chroot, the cgroups may not be mounted; they are those that this process is in.
groups=/sys/fs/cgroup
if ! grep -q " $groups" /proc/self/mounts; then
    if [ "$(wc -l < /proc/self/cgroup)" = 1 ]; then
        mount -t cgroup2 none $groups
    else
        mount -t tmpfs -o mode=755 none $groups
        sed -n 's/^[1-9][0-9]*:\(..*\):.*/\1/p' /proc/self/cgroup | while read -r controllers; do
            mkdir "$groups/${controllers#name=}"
            mount -t cgroup -o "$controllers" none "$groups/${controllers#name=}"
        done
    fi
fi

echo ready
exec sleep infinity
