/*
 * Sends 60-byte UDP frames as fast as the device takes them: generator DEVICE DESTINATION_MAC SOURCE_MAC
 * DESTINATION_IP SOURCE_IP SECONDS. By sendmmsg on a packet socket, past the queueing discipline.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ether.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { FRAME_BYTES = 60, BATCH = 64, UDP_PORT = 5555 };

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

static unsigned short checksum(const void *bytes, size_t length)
{
    const unsigned short *words = bytes;
    unsigned sum = 0;
    for (size_t i = 0; i < length / 2; i++)
        sum += words[i];
    sum = (sum & 0xFFFF) + (sum >> 16);
    return ~(sum + (sum >> 16));
}

static void make(unsigned char *frame, char **arguments)
{
    struct ether_header *ethernet = (struct ether_header *)frame;
    struct iphdr *ip = (struct iphdr *)(ethernet + 1);
    struct udphdr *udp = (struct udphdr *)(ip + 1);
    if (!ether_aton_r(arguments[2], (struct ether_addr *)ethernet->ether_dhost) ||
        !ether_aton_r(arguments[3], (struct ether_addr *)ethernet->ether_shost) ||
        1 != inet_pton(AF_INET, arguments[4], &ip->daddr) || 1 != inet_pton(AF_INET, arguments[5], &ip->saddr))
    {
        fprintf(stderr, "generator: not an address\n");
        exit(2);
    }
    ethernet->ether_type = htons(ETHERTYPE_IP);
    ip->version = 4;
    ip->ihl = 5;
    ip->tot_len = htons(FRAME_BYTES - sizeof *ethernet);
    ip->ttl = 64;
    ip->protocol = IPPROTO_UDP;
    ip->check = checksum(ip, sizeof *ip);
    udp->source = udp->dest = htons(UDP_PORT);
    udp->len = htons(FRAME_BYTES - sizeof *ethernet - sizeof *ip);
}

int main(int count, char **arguments)
{
    static unsigned char frame[FRAME_BYTES];
    struct sockaddr_ll device = {.sll_family = AF_PACKET, .sll_halen = ETH_ALEN};
    struct iovec bytes = {frame, FRAME_BYTES};
    struct mmsghdr batch[BATCH];
    const int one = 1;
    if (7 != count)
    {
        fprintf(stderr, "usage: generator DEVICE DESTINATION_MAC SOURCE_MAC DESTINATION_IP SOURCE_IP SECONDS\n");
        return 2;
    }
    make(frame, arguments);
    memset(batch, 0, sizeof batch);
    for (int i = 0; i < BATCH; i++)
    {
        batch[i].msg_hdr.msg_iov = &bytes;
        batch[i].msg_hdr.msg_iovlen = 1;
    }
    const int packets = socket(AF_PACKET, SOCK_RAW, 0);
    device.sll_ifindex = if_nametoindex(arguments[1]);
    if (packets < 0 || setsockopt(packets, SOL_PACKET, PACKET_QDISC_BYPASS, &one, sizeof one) < 0)
        fail("packet socket");
    if (bind(packets, (struct sockaddr *)&device, sizeof device) < 0)
        fail(arguments[1]);
    const double end = now() + atof(arguments[6]);
    while (now() < end)
        sendmmsg(packets, batch, BATCH, 0); /* a full device refuses; the frames that arrive are what counts */
    return 0;
}
