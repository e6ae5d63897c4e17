#!/usr/bin/env python3
"""The lines between regions: what one region sends to another arrives half a round trip later.

Usage: switch.py, with its settings as the first line of standard input, JSON:
  {"regions": {NAME: {"namespace": NETNS, "prefix": [10, 16]}}, "delayMs": {"A B": ms}}
Each region's router has a TUN device "wan"; packets are read there and written to the region whose /16 they are for. Further
lines change what is lost, and each is answered by "ok" once it is in force:
  {"blocked": ["A B", ...], "lossPercent": 0, "jitterMs": 0}
"A B" is the way from A to B. A blocked way drops what is on it too. Packets of one way stay in their order, as on one route.
"""

import fcntl
import heapq
import json
import os
import random
import select
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN = 0x0001
IFF_NO_PI = 0x1000
QUEUE_MAX = 100_000


def tun_in(namespace):
    """A TUN device in a network namespace; its packets come here."""
    fd = os.open(f"/run/netns/{namespace}", os.O_RDONLY)
    os.setns(fd, os.CLONE_NEWNET)
    os.close(fd)
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH14x", b"wan", IFF_TUN | IFF_NO_PI))
    return tun


def main():
    settings = json.loads(sys.stdin.readline())
    tuns, names, prefixes = {}, {}, {}
    for name, region in settings["regions"].items():
        tun = tun_in(region["namespace"])
        tuns[name] = tun
        names[tun] = name
        prefixes[bytes(region["prefix"])] = name
    delays = {tuple(way.split(" ")): ms / 1000 for way, ms in settings["delayMs"].items()}
    blocked, loss, jitter = set(), 0.0, 0.0
    last_due = {}
    due = []
    count = 0
    sent = 0
    control = sys.stdin.fileno()
    os.set_blocking(control, False)
    poll = select.epoll()
    poll.register(control, select.EPOLLIN)
    for tun in tuns.values():
        poll.register(tun, select.EPOLLIN)
    print("ok", flush=True)
    rest = b""
    while True:
        now = time.monotonic()
        while due and due[0][0] <= now:
            _, _, way, packet = heapq.heappop(due)
            if way in blocked:
                continue
            try:
                os.write(tuns[way[1]], packet)
                sent += 1
            except OSError:
                pass
        timeout = max(0.0, due[0][0] - time.monotonic()) if due else -1
        for fd, _ in poll.poll(timeout):
            if fd == control:
                chunk = os.read(control, 65536)
                if not chunk:
                    print(f"{sent} packets", file=sys.stderr)
                    return
                rest += chunk
                *lines, rest = rest.split(b"\n")
                for line in lines:
                    state = json.loads(line)
                    blocked = {tuple(way.split(" ")) for way in state.get("blocked", [])}
                    loss = state.get("lossPercent", 0) / 100
                    jitter = state.get("jitterMs", 0) / 1000
                    print("ok", flush=True)
                continue
            for _ in range(64):
                try:
                    packet = os.read(fd, 65536)
                except BlockingIOError:
                    break
                target = prefixes.get(packet[16:18]) if packet[0] >> 4 == 4 else None
                if target is None:
                    continue
                way = (names[fd], target)
                if way in blocked or (loss and random.random() < loss) or len(due) > QUEUE_MAX:
                    continue
                at = time.monotonic() + delays[way] + (random.random() * jitter if jitter else 0)
                at = max(at, last_due.get(way, 0))
                last_due[way] = at
                count += 1
                heapq.heappush(due, (at, count, way, packet))


main()
