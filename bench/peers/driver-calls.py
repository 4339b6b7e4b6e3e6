"""Leads endpoints through their lives as Docker does, over one connection to the driver's socket, and prints
"METHOD P50 P99" in milliseconds, a line for each method: driver-calls.py SOCKET COUNT"""
import http.client
import json
import secrets
import socket
import sys
import time


class Driver(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("plugin")
        self.path = path
        self.times = {}

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)

    def call(self, method, **body):
        before = time.perf_counter()
        self.request("POST", "/NetworkDriver." + method, json.dumps(body))
        answer = json.loads(self.getresponse().read() or "{}") or {}
        self.times.setdefault(method, []).append((time.perf_counter() - before) * 1000)
        if answer.get("Err"):
            sys.exit(method + ": " + answer["Err"])
        return answer


def main(path, count):
    driver = Driver(path)
    network = secrets.token_hex(32)
    pool = {"AddressSpace": "LocalDefault", "Pool": "10.99.0.0/16", "Gateway": "10.99.0.1/16", "AuxAddresses": {}}
    driver.call("CreateNetwork", NetworkID=network, IPv4Data=[pool], IPv6Data=[], Options={})
    no_ports = {"com.docker.network.endpoint.exposedports": [], "com.docker.network.portmap": []}
    for number in range(count):
        ids = {"NetworkID": network, "EndpointID": secrets.token_hex(32)}
        address = "10.99.%d.%d/16" % (1 + number // 200, 2 + number % 200)
        driver.call("CreateEndpoint", **ids, Options=no_ports,
                    Interface={"Address": address, "AddressIPv6": "", "MacAddress": ""})
        driver.call("Join", **ids, SandboxKey="/run/docker/netns/" + ids["EndpointID"][:12], Options=no_ports)
        driver.call("ProgramExternalConnectivity", **ids, Options=no_ports)
        driver.call("RevokeExternalConnectivity", **ids)
        driver.call("Leave", **ids)
        driver.call("DeleteEndpoint", **ids)
    driver.call("DeleteNetwork", NetworkID=network)
    for method, times in driver.times.items():
        times.sort()
        if len(times) > 1:
            print(method, "%.3f" % times[len(times) // 2], "%.3f" % times[(len(times) * 99 + 99) // 100 - 1])


main(sys.argv[1], int(sys.argv[2]))
