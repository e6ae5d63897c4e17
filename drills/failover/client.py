#!/usr/bin/env python3
"""A service that writes through its region's poolers, and remembers what was acknowledged.

Usage: client.py RUN THREADS HOST..., passwords as DURABLE_PASSWORD and FAST_PASSWORD. Each thread writes in one commit class,
one row after the other, and tries again on any error, as a service must. Prints "A ms class thread sequence server" for each
row that was acknowledged and "E ms class thread words" for each error; ms is the machine's monotonic clock. Ends when its
input does.
"""

import os
import socket
import sys
import threading
import time

import psycopg

CLASSES = ("durable", "fast")
# A statement that hangs with its server is given up: the next attempt may reach another one.
CONNECT_SECONDS = 4
ANSWER_SECONDS = 4
PAUSE_SECONDS = 0.05

run, threads, *hosts = sys.argv[1:]
stopped = threading.Event()
printing = threading.Lock()


def say(kind, *words):
    with printing:
        print(kind, time.monotonic_ns() // 1_000_000, *words, flush=True)


def connect(commit_class, attempt):
    host = hosts[attempt % len(hosts)]
    return psycopg.connect(
        host=host,
        port=6432,
        dbname="azora",
        user=commit_class,
        password=os.environ[f"{commit_class.upper()}_PASSWORD"],
        sslmode="verify-ca",
        sslrootcert="/etc/azora/authorities/authorities.pem",
        connect_timeout=CONNECT_SECONDS,
        tcp_user_timeout=1000 * ANSWER_SECONDS,
        autocommit=True,
    )


def write(commit_class, thread):
    sequence, attempt, connection = 0, thread, None
    while not stopped.is_set():
        sequence += 1
        watch = None
        try:
            if connection is None:
                attempt += 1
                connection = connect(commit_class, attempt)
            watch = threading.Timer(ANSWER_SECONDS, give_up, [connection])
            watch.daemon = True
            watch.start()
            row = connection.execute(
                "INSERT INTO drill.writes (run, class, thread, sequence) VALUES (%s, %s, %s, %s)"
                " RETURNING host(inet_server_addr())",
                (run, commit_class, thread, sequence),
            ).fetchone()
            say("A", commit_class, thread, sequence, row[0])
        except (psycopg.Error, OSError) as error:
            say("E", commit_class, thread, " ".join(str(error).split())[:120])
            if connection is not None:
                try:
                    connection.close()
                except psycopg.Error:
                    pass
            connection = None
            stopped.wait(PAUSE_SECONDS)
        finally:
            if watch is not None:
                watch.cancel()


def give_up(connection):
    """Closes a connection under its user, who then sees an error."""
    try:
        duplicate = socket.socket(fileno=os.dup(connection.fileno()))
        duplicate.shutdown(socket.SHUT_RDWR)
        duplicate.close()
    except (OSError, psycopg.Error, ValueError):
        pass


workers = [
    threading.Thread(target=write, args=(commit_class, thread), daemon=True)
    for commit_class in CLASSES
    for thread in range(int(threads))
]
for worker in workers:
    worker.start()
sys.stdin.read()
stopped.set()
for worker in workers:
    worker.join(10)
say("S", "stopped")
