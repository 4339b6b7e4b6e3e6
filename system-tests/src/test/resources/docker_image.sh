#!/bin/sh
# Makes an image with busybox under all its names, and iperf3 with its libraries, out of what is installed here.
# usage: docker_image.sh DIRECTORY NAME
set -e
mkdir -p "$1/bin" "$1/tmp" "$1/etc"
cp "$(command -v busybox)" "$1/bin/busybox"
for name in $(busybox --list); do
    [ "$name" = busybox ] || ln -s busybox "$1/bin/$name"
done
iperf3=$(command -v iperf3)
for file in "$iperf3" $(ldd "$iperf3" | grep -o '/[^ ]*'); do
    mkdir -p "$1$(dirname "$file")"
    cp -L "$file" "$1$file"
done
tar -C "$1" -c . | /usr/bin/docker --host unix:///run/docker.sock import - "$2"
rm -r "$1"
