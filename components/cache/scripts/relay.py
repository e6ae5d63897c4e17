#!/usr/bin/env python3
"""Carries a database cluster's outbox to the caches' stream of invalidations: at least once, after the commit.

Each round takes the oldest rows of azora.outbox, adds one entry a topic and bucket to the stream on the cache's primary, and
then deletes the rows. A row whose entry could not be added stays; one whose deletion failed is sent again, which makes a cache
forget twice. What was sent and lost with a primary that failed is healed by the caches: they forget everything when the stream
ends before what they have read, and keep nothing longer than its time.

Settings come by the environment: CLUSTER (its name), PG* of libpq, SENTINELS (hosts, one a line, in a file), SENTINEL_PORT, CACHE_NAME, CACHE_USER,
CACHE_PASSWORD_FILE, STREAM, STREAM_LENGTH, KEY_PREFIX, BATCH, POLL_SECONDS, ALIVE_FILE (touched each round), METRICS_PORT, and
TLS files of both ends. Ends when it is told to; prints one line for each fault that is new.
"""

import os
import signal
import sys
import threading

import psycopg
from prometheus_client import Counter, Gauge, disable_created_metrics, start_http_server
from valkey.backoff import NoBackoff
from valkey.credentials import UsernamePasswordCredentialProvider
from valkey.exceptions import ValkeyError
from valkey.retry import Retry
from valkey.sentinel import Sentinel

CALL_SECONDS = 3
# Pause after a fault: longer than one call, so that a dead server is not stormed.
FAULT_SECONDS = 2

# A leader that was cut off says nothing any more, and would be waited for as long as the system's own times are.
HEARD = {"tcp_user_timeout": 10_000, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}

TAKE = (
    "SELECT tenant_id, change_id, topic, bucket, extract(epoch FROM clock_timestamp() - changed_at)"
    " FROM azora.outbox ORDER BY changed_at LIMIT %s"
)
# Both columns: the first says on which shards the rows are, the second which they are.
DELETE = "DELETE FROM azora.outbox WHERE tenant_id = ANY(%s) AND change_id = ANY(%s)"

# By cluster, since a region may have outboxes of several.
AGE = Gauge("azora_outbox_age_seconds", "How long an outbox's oldest row has waited", ["cluster"])
CARRIED = Counter("azora_outbox_carried_total", "Rows that were carried to the caches' stream", ["cluster"])
FAULTS = Counter("azora_outbox_faults_total", "Rounds that failed, by the end that did", ["cluster", "end"])
LOOKED = Gauge("azora_outbox_looked_timestamp_seconds", "When an outbox was looked into last", ["cluster"])


class Relay:
    """One database and one cache; both ends are opened when they are needed and left after a fault."""

    def __init__(self, settings):
        self.settings = settings
        self.cluster = settings["CLUSTER"]
        self.database = None
        self.cache = None

    def round(self):
        """Carries one batch; the number of rows that it took away."""
        if self.database is None:
            self.database = psycopg.connect(autocommit=True, connect_timeout=CALL_SECONDS, **HEARD)
        rows = self.database.execute(TAKE, (int(self.settings["BATCH"]),)).fetchall()
        AGE.labels(self.cluster).set(max((float(age) for *_, age in rows), default=0))
        LOOKED.labels(self.cluster).set_to_current_time()
        if not rows:
            return 0
        self.send({(topic, bucket) for _, _, topic, bucket, _ in rows})
        tenants = list({tenant for tenant, *_ in rows})
        self.database.execute(DELETE, (tenants, [change for _, change, *_ in rows]))
        CARRIED.labels(self.cluster).inc(len(rows))
        return len(rows)

    def send(self, stale):
        """Adds an entry for each topic and bucket, in one call; all of them or an error."""
        if self.cache is None:
            self.cache = self.primary()
        pipeline = self.cache.pipeline(transaction=False)
        for topic, bucket in sorted(stale):
            pipeline.xadd(
                self.settings["STREAM"],
                {"key": f"{self.settings['KEY_PREFIX']}{topic}:{bucket}"},
                maxlen=int(self.settings["STREAM_LENGTH"]),
                approximate=True,
            )
        pipeline.execute()

    def primary(self):
        """The cache's primary, as its Sentinels name it; asked again whenever a connection is made."""
        with open(self.settings["CACHE_PASSWORD_FILE"], encoding="utf-8") as file:
            login = UsernamePasswordCredentialProvider(self.settings["CACHE_USER"], file.read().strip())
        with open(self.settings["SENTINELS"], encoding="utf-8") as file:
            hosts = [(host, int(self.settings["SENTINEL_PORT"])) for host in file.read().split()]
        access = {
            "credential_provider": login,
            "ssl": True,
            "ssl_ca_certs": self.settings["PGSSLROOTCERT"],
            "ssl_certfile": self.settings["PGSSLCERT"],
            "ssl_keyfile": self.settings["PGSSLKEY"],
            "socket_connect_timeout": CALL_SECONDS,
            "socket_timeout": CALL_SECONDS,
            "retry": Retry(NoBackoff(), 0),
        }
        return Sentinel(hosts, sentinel_kwargs=access, **access).master_for(self.settings["CACHE_NAME"])

    def leave(self):
        """Closes both ends, so that the next round opens them anew: the leader, the primary or a password may have changed."""
        database, cache, self.database, self.cache = self.database, self.cache, None, None
        try:
            if database is not None:
                database.close()
            if cache is not None:
                cache.connection_pool.disconnect()
        except (psycopg.Error, ValkeyError, OSError):
            pass


def main():
    disable_created_metrics()
    relay, stopped, last = Relay(os.environ), threading.Event(), None
    for end in ("database", "cache"):
        FAULTS.labels(relay.cluster, end)
    start_http_server(int(os.environ["METRICS_PORT"]))
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stopped.set())
    while not stopped.is_set():
        try:
            carried = relay.round()
            pause = 0 if carried else float(os.environ["POLL_SECONDS"])
            if last is not None:
                print("carries again", flush=True)
                last = None
        except (psycopg.Error, ValkeyError, OSError) as error:
            words = " ".join(str(error).split())[:200]
            if words != last:
                print(f"{type(error).__name__}: {words}", file=sys.stderr, flush=True)
                last = words
            FAULTS.labels(relay.cluster, "database" if isinstance(error, psycopg.Error) else "cache").inc()
            relay.leave()
            pause = FAULT_SECONDS
        # It also lives while an end is away: starting it anew would not bring that back.
        with open(os.environ["ALIVE_FILE"], "w", encoding="utf-8"):
            pass
        stopped.wait(pause)
    relay.leave()


if __name__ == "__main__":
    main()
