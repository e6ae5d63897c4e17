#!/usr/bin/env python3
"""Holds a running cluster to its rendered settings: Patroni writes them to the lock once, at bootstrap.

Usage: reconcile.py SETTINGS URL...; SETTINGS is the JSON of Patroni's dynamic configuration, URLs are members' REST
endpoints, asked in turn. Prints what differed. Ends with 0 when the cluster now has every setting, 1 when it took another
value than it was told (Patroni clamps without a word), 2 when no member answered. Settings that the file does not name stay
as they are.
"""

import json
import os
import ssl
import sys
import urllib.error
import urllib.request


def differences(wanted, found, path=""):
    """Every setting of `wanted` that `found` has otherwise, as (path, wanted, found)."""
    for key, value in wanted.items():
        name = f"{path}.{key}" if path else key
        there = found.get(key) if isinstance(found, dict) else None
        if isinstance(value, dict):
            yield from differences(value, there if isinstance(there, dict) else {}, name)
        elif there != value:
            yield name, value, there


def context():
    tls = ssl.create_default_context(cafile=os.environ["PATRONI_CTL_CACERT"])
    tls.minimum_version = ssl.TLSVersion.TLSv1_3
    tls.load_cert_chain(os.environ["PATRONI_CTL_CERTFILE"], os.environ["PATRONI_CTL_KEYFILE"])
    return tls


def call(url, tls, method="GET", body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{url}/config", data=data, method=method)
    with urllib.request.urlopen(request, timeout=10, context=tls) as answer:
        return json.load(answer)


def main(settings, urls):
    with open(settings, encoding="utf-8") as file:
        wanted = json.load(file)
    tls = context()
    for url in urls:
        try:
            found = call(url, tls)
            changes = list(differences(wanted, found))
            for name, value, there in changes:
                print(f"{name} is {json.dumps(there)}, set to {json.dumps(value)}")
            if not changes:
                print("every setting is as rendered")
                return 0
            left = list(differences(wanted, call(url, tls, "PATCH", wanted)))
        except (OSError, urllib.error.URLError, ValueError) as error:
            print(f"{url}: {error}", file=sys.stderr)
            continue
        for name, value, there in left:
            print(f"drift: {name} is {json.dumps(there)}; wanted: {json.dumps(value)}", file=sys.stderr)
        return 1 if left else 0
    print("no member answered", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
