#!/usr/bin/env python3
"""The lines between regions: what one region sends to another arrives half a round trip later, or is lost.

Each region's router has a TUN device; packets are read there and written to the device of the region whose network they are
for. TUN rather than TAP: routers need no neighbours' addresses across a line, so a cut line looks like a black hole at once and
never like "no route to host". The kernel splits large sends before it hands them to such a device, so one packet here is one
packet on a line.

Input: one JSON command a line; output: one JSON answer a line, once the command is in force. The commands, WAY being "FROM TO":
  {"do": "open", "regions": [{"name", "pid", "network"}], "delayMs": {WAY: ms}}   once, first; pid: a process of its namespace
  {"do": "delays", "delayMs": {WAY: ms}}        ways not named stay
  {"do": "impair", "ways": [WAY], "jitterMs": n, "lossPercent": n}   of these ways, others stay
  {"do": "rate", "ways": [WAY], "mbitPerSecond": n}   as many of these ways carry, others stay; 0 for as many as the machine moves
  {"do": "cut", "region": NAME}                 what it sends and what is sent to it is dropped
  {"do": "cutWay", "way": WAY}                  one direction of one pair
  {"do": "split", "groups": [[NAME]]}           what goes from one group to another is dropped; replaces an earlier split
  {"do": "heal"} or {"do": "heal", "region": NAME}   opens everything; or takes back the cut of one region
  {"do": "stats"}
A cut way drops what is under way on it too. Ends with its input.

Packets of one way keep their order even under jitter, as most of TCP sees on one route: a packet never arrives before the one
sent ahead of it, so under dense traffic delays lie near the upper end of the jitter. Jitter is added to a delay, evenly from 0.
"""

import collections
import fcntl
import heapq
import ipaddress
import json
import os
import random
import select
import struct
import sys
import time

# <linux/if_tun.h>
TUNSETIFF = 0x400454CA
IFF_TUN = 0x0001
IFF_NO_PI = 0x1000
DEVICE = b"wan"

# A line of 1 Gbit/s holds 42 MB in 340 ms; a sender that overruns this loses packets, as on a router.
QUEUED_BYTES_MAX = 64 << 20
LARGEST_READ = 65536
# Packets read from one device before others get their turn, and what is due is delivered.
BATCH = 32


class Way:
    """One direction between two regions: a queue in order of arrival, which is also in order of due times."""

    def __init__(self, delay):
        self.delay = delay
        self.jitter = 0.0
        self.loss = 0.0
        # Bytes a second; None for as many as come.
        self.rate = None
        # When the last packet has left, where there is a rate.
        self.free = 0.0
        self.queue = collections.deque()
        self.queued_bytes = 0
        self.last_due = 0.0
        self.counts = {"sent": 0, "delivered": 0, "lost": 0, "cut": 0, "overrun": 0}


class Lines:
    """What happens to packets between regions, apart from devices and clocks. Times are in seconds."""

    def __init__(self, names, delays_ms, draw=random.random):
        self.names = list(names)
        self.draw = draw
        self.ways = {}
        self.largest = 0
        self.cut_regions = set()
        self.cut_ways = set()
        self.group_of = {}
        # The first due time of every way that has packets.
        self.heads = []
        for source in self.names:
            for target in self.names:
                if source != target:
                    way = f"{source} {target}"
                    if way not in delays_ms:
                        raise ValueError(f"delayMs has no way {way!r}")
                    self.ways[way] = Way(0.0)
        self.set_delays(delays_ms)

    def is_cut(self, way):
        return way in self.closed

    def send(self, now, source, target, packet):
        """Takes a packet that a region sends."""
        name = f"{source} {target}"
        way = self.ways[name]
        counts = way.counts
        counts["sent"] += 1
        size = len(packet)
        if size > self.largest:
            self.largest = size
        if name in self.closed:
            counts["cut"] += 1
            return
        if way.loss and self.draw() < way.loss:
            counts["lost"] += 1
            return
        if way.queued_bytes + size > QUEUED_BYTES_MAX:
            counts["overrun"] += 1
            return
        leaves = now
        if way.rate:
            way.free = leaves = max(now, way.free) + size / way.rate
        due = leaves + way.delay
        if way.jitter:
            due += self.draw() * way.jitter
        if due < way.last_due:
            due = way.last_due
        way.last_due = due
        if not way.queue:
            heapq.heappush(self.heads, (due, name))
        way.queue.append((due, packet))
        way.queued_bytes += size

    def due(self, now):
        """The packets that arrive by now, in order: pairs of target and packet."""
        arrived = []
        heads = self.heads
        while heads and heads[0][0] <= now:
            _, name = heapq.heappop(heads)
            way = self.ways[name]
            queue = way.queue
            target = name.split(" ")[1]
            # Up to what another way has due first.
            until = min(now, heads[0][0]) if heads else now
            while queue and queue[0][0] <= until:
                packet = queue.popleft()[1]
                way.queued_bytes -= len(packet)
                way.counts["delivered"] += 1
                arrived.append((target, packet))
            if queue:
                heapq.heappush(heads, (queue[0][0], name))
        return arrived

    def next_due(self):
        """When the next packet arrives; None while there is none."""
        return self.heads[0][0] if self.heads else None

    def command(self, asked):
        """Carries out a command; what it answers beside "ok". Raises ValueError or KeyError on a wrong one."""
        do = asked.get("do")
        if do == "delays":
            self.set_delays(asked["delayMs"])
        elif do == "impair":
            self.impair(asked["ways"], asked["jitterMs"], asked["lossPercent"])
        elif do == "rate":
            self.set_rate(asked["ways"], asked["mbitPerSecond"])
        elif do == "cut":
            self.cut_regions.add(self.region(asked["region"]))
        elif do == "cutWay":
            self.way(asked["way"])
            self.cut_ways.add(asked["way"])
        elif do == "split":
            self.split(asked["groups"])
        elif do == "heal":
            self.heal(asked.get("region"))
        elif do == "stats":
            return {"ways": {name: way.counts for name, way in self.ways.items()}, "largestBytes": self.largest}
        else:
            raise ValueError(f"do is {do!r}; allowed: open (once), delays, impair, rate, cut, cutWay, split, heal, stats")
        self.close_ways()
        return {}

    def region(self, name):
        if name not in self.names:
            raise ValueError(f"region {name!r} is unknown; there are {', '.join(self.names)}")
        return name

    def way(self, name):
        if name not in self.ways:
            raise ValueError(f"way {name!r} is unknown; there are {', '.join(self.ways)}")
        return self.ways[name]

    def set_delays(self, delays_ms):
        for name, ms in delays_ms.items():
            if not 0 <= ms <= 10_000:
                raise ValueError(f"delayMs of {name!r} is {ms}; allowed: 0 to 10000")
            self.way(name).delay = ms / 1000
        self.close_ways()

    def impair(self, ways, jitter_ms, loss_percent):
        if not 0 <= loss_percent <= 100:
            raise ValueError(f"lossPercent is {loss_percent}; allowed: 0 to 100")
        if not 0 <= jitter_ms <= 10_000:
            raise ValueError(f"jitterMs is {jitter_ms}; allowed: 0 to 10000")
        for way in [self.way(name) for name in ways]:
            way.jitter = jitter_ms / 1000
            way.loss = loss_percent / 100

    def set_rate(self, ways, mbit_per_second):
        if not 0 <= mbit_per_second <= 100_000:
            raise ValueError(f"mbitPerSecond is {mbit_per_second}; allowed: 0 to 100000")
        for way in [self.way(name) for name in ways]:
            way.rate = mbit_per_second * 125_000 or None
            way.free = 0.0

    def split(self, groups):
        group_of = {self.region(name): index for index, group in enumerate(groups) for name in group}
        if len(group_of) != len(self.names) or len(group_of) != sum(map(len, groups)):
            raise ValueError(f"groups are {groups!r}; allowed: every region once, of {', '.join(self.names)}")
        self.group_of = group_of

    def heal(self, region):
        if region is None:
            self.cut_regions, self.cut_ways, self.group_of = set(), set(), {}
        else:
            self.cut_regions.discard(self.region(region))

    def close_ways(self):
        """Says which ways are cut, and drops what is under way on them."""
        self.closed = set()
        for name, way in self.ways.items():
            source, target = name.split(" ")
            if (
                source in self.cut_regions
                or target in self.cut_regions
                or name in self.cut_ways
                or self.group_of.get(source) != self.group_of.get(target)
            ):
                self.closed.add(name)
                way.counts["cut"] += len(way.queue)
                way.queue.clear()
                way.queued_bytes = 0
                way.last_due = 0.0
        self.heads = [(way.queue[0][0], name) for name, way in self.ways.items() if way.queue]
        heapq.heapify(self.heads)


class Routes:
    """Which region an address belongs to."""

    def __init__(self, networks):
        self.networks = [(ipaddress.IPv4Network(network), name) for name, network in networks.items()]
        self.known = {}

    def of(self, packet):
        """The region that an IPv4 packet is for; None for other packets and addresses."""
        if len(packet) < 20 or packet[0] >> 4 != 4:
            return None
        address = packet[16:20]
        if address not in self.known:
            value = ipaddress.IPv4Address(address)
            self.known[address] = next((name for network, name in self.networks if value in network), None)
        return self.known[address]


def open_tun(pid):
    """A TUN device in the network namespace of a process; its packets come to this one."""
    namespace = os.open(f"/proc/{pid}/ns/net", os.O_RDONLY)
    os.setns(namespace, os.CLONE_NEWNET)
    os.close(namespace)
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", DEVICE, IFF_TUN | IFF_NO_PI))
    return tun


class Switch:
    """Moves packets between the devices of the regions and the lines."""

    def __init__(self, asked):
        regions = asked["regions"]
        self.lines = Lines([region["name"] for region in regions], asked["delayMs"])
        self.routes = Routes({region["name"]: region["network"] for region in regions})
        own = os.open("/proc/self/ns/net", os.O_RDONLY)
        self.tuns = {region["name"]: open_tun(region["pid"]) for region in regions}
        os.setns(own, os.CLONE_NEWNET)
        os.close(own)
        self.names = {tun: name for name, tun in self.tuns.items()}

    def deliver(self):
        for target, packet in self.lines.due(time.monotonic()):
            try:
                os.write(self.tuns[target], packet)
            except OSError:
                # The device is down or full: lost, as on a real line.
                pass

    def timeout(self):
        due = self.lines.next_due()
        return None if due is None else max(0.0, due - time.monotonic())

    def read(self, tun):
        source = self.names[tun]
        for _ in range(BATCH):
            try:
                packet = os.read(tun, LARGEST_READ)
            except OSError:
                return
            target = self.routes.of(packet)
            if target is not None and target != source:
                self.lines.send(time.monotonic(), source, target, packet)


def answer(asked, act):
    try:
        said = {"ok": True, **act(asked)}
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        words = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
        said = {"ok": False, "error": words}
    print(json.dumps(said), flush=True)


def main():
    control = sys.stdin.fileno()
    switch = None

    def first(asked):
        nonlocal switch
        if asked.get("do") != "open":
            raise ValueError(f"do is {asked.get('do')!r}; allowed as the first: open")
        switch = Switch(asked)
        return {}

    while switch is None:
        line = b""
        # Byte by byte: what follows the line belongs to the loop below.
        while not line.endswith(b"\n"):
            byte = os.read(control, 1)
            if not byte:
                return
            line += byte
        answer(json.loads(line), first)
    rest = b""
    waited = [control, *switch.names]
    while True:
        switch.deliver()
        # select, not epoll: its time-out has microseconds.
        ready, _, _ = select.select(waited, [], [], switch.timeout())
        for fd in ready:
            if fd != control:
                switch.read(fd)
                continue
            chunk = os.read(control, LARGEST_READ)
            if not chunk:
                return
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                answer(json.loads(line), switch.lines.command)


if __name__ == "__main__":
    main()
