/*
 * The floor: carries frames between one TAP in each of two namespaces and does nothing else:
 * tap-loop NAMESPACE_FILE NAMESPACE_FILE DEVICE BURST. Offloads as Tulle has them. Spins while there is traffic and
 * 50 ms on, then blocks, as Tulle does; BURST is how many frames it reads before it writes them.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/virtio_net.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { STRIDE_BYTES = 66112, MAX_BURST = 64, VNET_HEADER_BYTES = 12, SPIN_MS = 50 };
#ifndef TUN_F_USO4
#define TUN_F_USO4 0x20
#define TUN_F_USO6 0x40
#endif

static unsigned char cells[MAX_BURST][STRIDE_BYTES];

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static long now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static int tap(const char *namespace_file, const char *device)
{
    const int space = open(namespace_file, O_RDONLY | O_CLOEXEC);
    if (space < 0 || setns(space, CLONE_NEWNET) < 0)
        fail(namespace_file);
    close(space);
    const int tap = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    struct ifreq request = {.ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR};
    strncpy(request.ifr_name, device, IFNAMSIZ - 1);
    int header = VNET_HEADER_BYTES;
    const unsigned offloads = TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6 | TUN_F_TSO_ECN | TUN_F_USO4 | TUN_F_USO6;
    if (tap < 0 || ioctl(tap, TUNSETIFF, &request) < 0 || ioctl(tap, TUNSETVNETHDRSZ, &header) < 0 ||
        ioctl(tap, TUNSETOFFLOAD, offloads) < 0)
        fail(device);
    return tap;
}

static int carry(int from, int to, int burst)
{
    int lengths[MAX_BURST];
    int count = 0;
    while (count < burst && (lengths[count] = read(from, cells[count], STRIDE_BYTES)) > 0)
        count++;
    for (int i = 0; i < count; i++)
        if (write(to, cells[i], lengths[i]) < 0)
            continue; /* a full or closed receiver loses the frame, as a switch does */
    return count;
}

int main(int count, char **arguments)
{
    if (5 != count || atoi(arguments[4]) < 1 || atoi(arguments[4]) > MAX_BURST)
    {
        fprintf(stderr, "usage: tap-loop NAMESPACE_FILE NAMESPACE_FILE DEVICE BURST (1 to %d)\n", MAX_BURST);
        return 2;
    }
    const int burst = atoi(arguments[4]);
    struct pollfd taps[2] = {{tap(arguments[1], arguments[3]), POLLIN, 0}, {tap(arguments[2], arguments[3]), POLLIN, 0}};
    puts("ready");
    fflush(stdout);
    for (long idle_since = 0;;)
    {
        if (carry(taps[0].fd, taps[1].fd, burst) + carry(taps[1].fd, taps[0].fd, burst) > 0)
            idle_since = 0;
        else if (0 == idle_since)
            idle_since = now_ms();
        else if (now_ms() - idle_since > SPIN_MS)
            poll(taps, 2, -1);
    }
}
