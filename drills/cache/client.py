#!/usr/bin/env python3
"""A service that writes to the replicated cache, and remembers what was acknowledged.

Usage: client.py RUN PREFIX THREADS NAME SENTINEL_PORT SENTINEL..., with its password as CACHE_PASSWORD. Each thread asks the
Sentinels for the primary, as the client library does it, adds one number after the other to a list of its own, and tries the
next on any error. Prints "A ms fast thread sequence server" for each number that was acknowledged and "E ms fast thread words"
for each error; ms is the machine's monotonic clock. Ends when its input does.
"""

import os
import sys
import threading
import time

from valkey.backoff import NoBackoff
from valkey.exceptions import ValkeyError
from valkey.retry import Retry
from valkey.sentinel import Sentinel

# A call that hangs with its server is given up: the next may reach another one.
CONNECT_SECONDS = 1
ANSWER_SECONDS = 2
PAUSE_SECONDS = 0.02

run, prefix, threads, name, port, *sentinels = sys.argv[1:]
user = prefix.rstrip(":")
stopped = threading.Event()
printing = threading.Lock()


def say(kind, *words):
    with printing:
        print(kind, time.monotonic_ns() // 1_000_000, *words, flush=True)


def primary():
    access = {
        "username": user,
        "password": os.environ["CACHE_PASSWORD"],
        "ssl": True,
        "ssl_ca_certs": "/etc/azora/authorities/authorities.pem",
        "ssl_certfile": "/etc/azora/tls/tls.crt",
        "ssl_keyfile": "/etc/azora/tls/tls.key",
        "socket_connect_timeout": CONNECT_SECONDS,
        "socket_timeout": ANSWER_SECONDS,
        # Once: what is written twice would count twice.
        "retry": Retry(NoBackoff(), 0),
    }
    hosts = [(host, int(port)) for host in sentinels]
    return Sentinel(hosts, sentinel_kwargs=access, **access).master_for(name)


def write(thread):
    sequence, client = 0, primary()
    while not stopped.is_set():
        sequence += 1
        try:
            client.rpush(f"{prefix}drill:{run}:{thread}", sequence)
            host, _ = client.connection_pool.master_address
            say("A", "fast", thread, sequence, host)
        except (ValkeyError, OSError) as error:
            say("E", "fast", thread, " ".join(str(error).split())[:120])
        stopped.wait(PAUSE_SECONDS)


workers = [threading.Thread(target=write, args=(thread,), daemon=True) for thread in range(int(threads))]
for worker in workers:
    worker.start()
sys.stdin.read()
stopped.set()
for worker in workers:
    worker.join(10)
say("S", "stopped")
