"""A name server that does what the first label of a name says, right or wrong, by UDP and TCP.

name_server.py ADDRESS [--tag N] [--all BEHAVIOUR] [--ttl S] [--udp-only]
Each question is printed as: PROTOCOL NAME TYPE. A answers are 203.0.113.N, so that a client knows who answered.

Behaviours: servfail, refused, nx, nodata, silent, slowMS, bigN (N addresses, or 400), tc (cut by UDP), tconly (cut by UDP,
closed by TCP), wrongid, wrongname, wrongport, spoof (wrong ones first, then the right one), garbage, half, echo (the
question comes back), query (an answer that says it is none), loop (compression that points at itself), cname,
ttlS (lives S seconds), flip (another address each time), lame (a referral to somebody else), edns (FORMERR for EDNS).
"""
import argparse
import itertools
import re
import select
import socket
import struct
import threading
import time

TYPES = {1: 'A', 2: 'NS', 5: 'CNAME', 6: 'SOA', 12: 'PTR', 15: 'MX', 16: 'TXT', 28: 'AAAA', 33: 'SRV', 41: 'OPT',
         64: 'SVCB', 65: 'HTTPS', 255: 'ANY'}
BAD = '198.51.100.66'  # what no client may ever see

parser = argparse.ArgumentParser()
parser.add_argument('address')
parser.add_argument('--tag', type=int, default=1)
parser.add_argument('--all', default='')
parser.add_argument('--ttl', type=int, default=60)
parser.add_argument('--udp-only', action='store_true')
options = parser.parse_args()
count = itertools.count(1)


def write_name(name):
    octets = b''
    for label in filter(None, name.split('.')):
        octets += bytes([len(label)]) + label.encode('latin-1')
    return octets + b'\0'


def record(kind, data, ttl, owner=b'\xc0\x0c'):
    return owner + struct.pack('!HHIH', kind, 1, ttl, len(data)) + data


class Question:
    def __init__(self, message):
        self.message = message
        self.id = message[:2]
        at, labels = 12, []
        while message[at]:
            labels.append(message[at + 1:at + 1 + message[at]].decode('latin-1'))
            at += 1 + message[at]
        self.name = '.'.join(labels)
        self.kind = struct.unpack('!H', message[at + 1:at + 3])[0]
        self.end = at + 5
        self.size = 512
        self.is_edns = message[11] > 0
        if self.is_edns:
            self.size = max(512, struct.unpack('!H', message[self.end + 3:self.end + 5])[0])

    def answer(self, records=(), code=0, ident=None, name=None, flags=0x8180, soa=False,
               authority=b''):
        question = self.message[12:self.end] if name is None else write_name(name) + self.message[self.end - 4:self.end]
        if soa:
            data = write_name('ns.example') + write_name('root.example') + struct.pack('!IIIII', 1, 60, 60, 60, 30)
            authority = record(6, data, 30, write_name('example'))
        opt = b'\0' + struct.pack('!HHIH', 41, 1232, 0, 0) if self.is_edns and code != 1 else b''
        return ((ident or self.id) + struct.pack('!HHHHH', flags | code, 1, len(records), int(bool(authority)), int(bool(opt))) +
                question + b''.join(records) + authority + opt)


def address_record(question, ttl, tag):
    if question.kind == 1:
        return [record(1, socket.inet_aton('203.0.113.%d' % tag), ttl)]
    if question.kind == 28:
        return [record(28, socket.inet_pton(socket.AF_INET6, '2001:db8:cb::%x' % tag), ttl)]
    if question.kind == 16:
        text = b'server %d' % tag
        return [record(16, bytes([len(text)]) + text, ttl)]
    if question.kind == 12:
        return [record(12, write_name('host.example'), ttl)]
    if question.kind == 65:
        return [record(65, b'\0\1\0\0\1\0\3\2h2', ttl)]
    return []


def replies(question, is_tcp):
    """What goes back, in order; a pair (message, False) goes from another port."""
    label = options.all or question.name.split('.')[0].lower()
    behaviour = re.match('[a-z]*', label).group()
    number = re.search('[0-9]+$', label)
    number = int(number.group()) if number else 0
    ttl = number if behaviour == 'ttl' else options.ttl
    records = address_record(question, ttl, options.tag)
    right = question.answer(records, soa=not records)
    bad = [record(1, socket.inet_aton(BAD), 3600)]
    wrong_id = bytes([question.id[0] ^ 0x55, question.id[1]])
    if behaviour == 'servfail':
        return [question.answer(code=2)]
    if behaviour == 'refused':
        return [question.answer(code=5)]
    if behaviour == 'nx':
        return [question.answer(code=3, soa=True)]
    if behaviour == 'nodata':
        return [question.answer(soa=True)]
    if behaviour == 'silent':
        return []
    if behaviour == 'slow':
        time.sleep(number / 1000)
    if behaviour == 'big' and question.kind == 1:
        right = question.answer([record(1, bytes([203, 0, i >> 8, i & 255]), ttl) for i in range(number or 400)])
    if behaviour == 'flip':
        right = question.answer(address_record(question, ttl, next(count) % 250 + 1))
    if behaviour in ('tc', 'tconly') and not is_tcp:
        return [question.answer(flags=0x8380)]
    if behaviour == 'tconly':
        return []
    if behaviour == 'wrongid':
        return [question.answer(bad, ident=wrong_id)]
    if behaviour == 'wrongname':
        return [question.answer(bad, name='other.example')]
    if behaviour == 'wrongport':
        return [] if is_tcp else [(question.answer(bad), False)]
    if behaviour == 'spoof':
        return ([question.answer(bad, ident=bytes([i, 7])) for i in range(40)] +
                [question.answer(bad, ident=wrong_id), question.answer(bad, name='other.example'),
                 (question.answer(bad), False), right])
    if behaviour == 'garbage':
        return [b'\xff' * 40, question.id + b'\xff' * 60]
    if behaviour == 'half':
        return [right[:question.end + 8], right[:14], right[:5]]
    if behaviour == 'echo':
        return [question.message]
    if behaviour == 'query':
        return [question.answer(bad, flags=0x0100)]
    if behaviour == 'loop':
        return [question.answer([record(1, socket.inet_aton(BAD), 60, bytes([0xc0, question.end]))])]
    if behaviour == 'cname':
        target = write_name('target.' + question.name.lower())
        return [question.answer([record(5, target, ttl)] +
                                [record(1, socket.inet_aton('203.0.113.%d' % options.tag), ttl, target)])]
    if behaviour == 'lame':
        return [question.answer(flags=0x8100, authority=record(2, write_name('ns.example'), 60, write_name('example')))]
    if behaviour == 'edns' and question.is_edns:
        return [question.answer(code=1)]
    return [right]


def log(protocol, question):
    print(protocol, question.name, TYPES.get(question.kind, question.kind), flush=True)


def serve_udp(sock, message, peer):
    question = Question(message)
    log('udp', question)
    other = socket.socket(family, socket.SOCK_DGRAM)
    other.bind((options.address, 0))
    for reply in replies(question, False):
        if isinstance(reply, tuple):
            other.sendto(reply[0], peer)
        else:
            if len(reply) > question.size:
                reply = question.answer(flags=0x8380)
            sock.sendto(reply, peer)
    other.close()


def receive(connection, length):
    data = b''
    while len(data) < length:
        more = connection.recv(length - len(data))
        if not more:
            return None
        data += more
    return data


def serve_tcp(connection):
    with connection:
        while True:
            head = receive(connection, 2)
            message = head and receive(connection, struct.unpack('!H', head)[0])
            if not message:
                return
            question = Question(message)
            log('tcp', question)
            answers = replies(question, True)
            for reply in answers:
                reply = reply[0] if isinstance(reply, tuple) else reply
                connection.sendall(struct.pack('!H', len(reply)) + reply)
            if not answers:
                return


family = socket.AF_INET6 if ':' in options.address else socket.AF_INET
udp = socket.socket(family, socket.SOCK_DGRAM)
udp.bind((options.address, 53))
sockets = [udp]
if not options.udp_only:
    tcp = socket.socket(family, socket.SOCK_STREAM)
    tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    tcp.bind((options.address, 53))
    tcp.listen(64)
    sockets.append(tcp)
print('listening', flush=True)
while True:
    for ready in select.select(sockets, [], [])[0]:
        if ready is udp:
            threading.Thread(target=serve_udp, args=(udp, *udp.recvfrom(65535)), daemon=True).start()
        else:
            threading.Thread(target=serve_tcp, args=(ready.accept()[0],), daemon=True).start()
