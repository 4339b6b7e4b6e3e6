"""A client that writes its messages itself, for what dig does not do. The resolver is that of /etc/resolv.conf.

name_client.py pairs NAME COUNT      asks A and AAAA together from one socket, COUNT times; prints what was lost
name_client.py raw HEX               sends a message; prints the answer's response code and number of answers, or none
name_client.py tcp HEX [HEX ...]     sends octets by TCP, in pieces; prints the answer as above, or how it ended
name_client.py flood NAME SECONDS    asks as fast as it can for names below NAME, and reads no answers
name_client.py ask NAME SECONDS EVERY_MS   asks again and again; prints time_ms latency_us code answers... a line
"""
import random
import select
import socket
import struct
import sys
import time

PATIENCE_S = 2  # for what is answered at once or never


def server():
    for line in open('/etc/resolv.conf'):
        words = line.split()
        if words and words[0] == 'nameserver':
            return words[1]
    sys.exit('no nameserver')


def message(name, kind, ident):
    labels = b''.join(bytes([len(label)]) + label.encode() for label in name.split('.'))
    return struct.pack('!HHHHHH', ident, 0x0100, 1, 0, 0, 0) + labels + b'\0' + struct.pack('!HH', kind, 1)


def family():
    return socket.AF_INET6 if ':' in server() else socket.AF_INET


def udp():
    sock = socket.socket(family(), socket.SOCK_DGRAM)
    sock.connect((server(), 53))
    return sock


def addresses(answer):
    """The A records' values of an answer to one question."""
    at = 12
    while answer[at]:
        at += 1 + answer[at]
    at += 5
    found = []
    for _ in range(struct.unpack('!H', answer[6:8])[0]):
        while answer[at] and answer[at] < 0xc0:
            at += 1 + answer[at]
        at += 2 if answer[at] else 1
        kind, _, ttl, length = struct.unpack('!HHIH', answer[at:at + 10])
        at += 10
        if kind == 1:
            found.append(socket.inet_ntoa(answer[at:at + 4]))
        at += length
    return found


def pairs(name, count):
    sock = udp()
    lost = 0
    for i in range(int(count)):
        wanted = {(2 * i) & 0xffff, (2 * i + 1) & 0xffff}
        for kind, ident in zip((1, 28), sorted(wanted)):
            sock.send(message(name.replace('%', str(i)), kind, ident))
        while wanted and select.select([sock], [], [], 10)[0]:
            wanted.discard(struct.unpack('!H', sock.recv(65535)[:2])[0])
        lost += len(wanted)
    print('lost', lost)


def show(answer):
    print('rcode', answer[3] & 15, 'answers', struct.unpack('!H', answer[6:8])[0])


def raw(text):
    sock = udp()
    sock.send(bytes.fromhex(text))
    if select.select([sock], [], [], PATIENCE_S)[0]:
        show(sock.recv(65535))
    else:
        print('silence')


def tcp(*pieces):
    sock = socket.create_connection((server(), 53), 10)
    sock.settimeout(PATIENCE_S)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        for piece in pieces:
            sock.sendall(bytes.fromhex(piece))
            time.sleep(0.05)
        head = sock.recv(2, socket.MSG_WAITALL)
        if len(head) < 2:
            print('closed')
        else:
            show(sock.recv(struct.unpack('!H', head)[0], socket.MSG_WAITALL))
    except (ConnectionError, TimeoutError) as ex:
        print('closed' if isinstance(ex, ConnectionError) else 'silence')


def flood(name, seconds):
    sock = udp()
    sock.setblocking(False)
    end = time.monotonic() + float(seconds)
    sent = 0
    print('flooding', flush=True)
    while time.monotonic() < end:
        try:
            sock.send(message('n%d.%s' % (sent, name), 1, sent & 0xffff))
            sent += 1
        except BlockingIOError:
            pass
    print('sent', sent)


def ask(name, seconds, every_ms):
    sock = udp()
    sock.settimeout(10)
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        ident = random.randrange(65536)
        before = time.monotonic_ns()
        sock.send(message(name, 1, ident))
        answer = sock.recv(65535)
        while answer[:2] != struct.pack('!H', ident):
            answer = sock.recv(65535)
        after = time.monotonic_ns()
        print(time.time_ns() // 1000000, (after - before) // 1000, answer[3] & 15, *addresses(answer), flush=True)
        time.sleep(float(every_ms) / 1000)


{'pairs': pairs, 'raw': raw, 'tcp': tcp, 'flood': flood, 'ask': ask}[sys.argv[1]](*sys.argv[2:])
