import { execFileSync } from "node:child_process";
import {
  accountsOf,
  hardwareAddress,
  hostsFile,
  podAddresses,
  podHosts,
  podNames,
  withAccounts,
  withGroups,
} from "../../drills/world/names";
import { delaysOf, waysOf } from "../../drills/world/lines";
import { preparation, quoted } from "../../drills/world/preparation";
import { debianMirror, mirrorsOf, rootDigest, sourcesList } from "../../drills/world/rootPlan";
import { checkWorld, podsPerRegionMax, type PodSpec, type RegionSpec } from "../../drills/world/specs";

const north: RegionSpec = { name: "north", cidr: "10.1.0.0/16" };
const south: RegionSpec = { name: "south", cidr: "10.2.0.0/16" };
const regions = [north, south];
const roundTripMs = (): number => 150;

const container = { name: "main", command: ["sleep", "1"], env: {}, uid: 70, gid: 71 };
const pod = (change: Partial<PodSpec> = {}): PodSpec => ({
  name: "north/db-0",
  region: "north",
  hostnames: ["db-0.north.test"],
  containers: [container],
  files: [],
  volumes: [],
  ...change,
});

describe("the system's digest", () => {
  test("is the same for the same content", () => {
    expect(rootDigest("patroni==1\n")).toBe(rootDigest("patroni==1\n"));
  });

  test("changes with a pinned version", () => {
    expect(rootDigest("patroni==1\n")).not.toBe(rootDigest("patroni==2\n"));
  });
});

describe("Debian's packages come from where the machine's own come from", () => {
  test("in the newer format, the security updates beside", () => {
    const sources = [
      "Types: deb\n# URIs: http://old.test/debian\nURIs: http://mirror.test/debian/\nSuites: bookworm\n",
      "Types: deb\nURIs: http://mirror.test/debian-security\nSuites: bookworm-security\n",
      "Types: deb\nURIs: https://other.test/node_20.x\nSuites: nodistro\n",
    ];
    expect(mirrorsOf(sources)).toEqual({
      main: "http://mirror.test/debian",
      security: "http://mirror.test/debian-security",
    });
  });

  test("in the older format, with options", () => {
    const sources = [
      "# deb http://old.test/debian bookworm main\ndeb [arch=amd64] http://m.test/debian bookworm main\n",
    ];
    expect(mirrorsOf(sources)).toEqual({ main: "http://m.test/debian" });
  });

  test("and from Debian's own where it names none", () => {
    expect(mirrorsOf(["deb https://other.test/cloud stable main\n"])).toEqual({ main: debianMirror });
  });

  test("as the system's sources", () => {
    expect(sourcesList({ main: "http://m.test/debian", security: "http://m.test/debian-security" })).toBe(
      "deb http://m.test/debian trixie main\ndeb http://m.test/debian trixie-updates main\ndeb http://m.test/debian-security trixie-security main\n",
    );
  });
});

describe("addresses and names", () => {
  const pods = [
    pod(),
    pod({ name: "south/db-0", region: "south", hostnames: ["db-0.south.test", "db.test"] }),
    pod({ name: "north/db-1", hostnames: [] }),
  ];
  const addresses = podAddresses(regions, pods);

  test("each pod has an address of its region's network", () => {
    expect([...addresses]).toEqual([
      ["north/db-0", "10.1.0.10"],
      ["north/db-1", "10.1.0.11"],
      ["south/db-0", "10.2.0.10"],
    ]);
  });

  test("names lead to their pods", () => {
    expect(podHosts(pods, addresses)).toBe("10.1.0.10 db-0.north.test\n10.2.0.10 db-0.south.test db.test\n");
  });

  test("a pod knows itself by its own address", () => {
    expect(hostsFile("db-0", "10.1.0.10", "10.2.0.10 x\n")).toBe(
      "127.0.0.1 localhost\n10.1.0.10 db-0\n10.2.0.10 x\n",
    );
  });

  test("the link address holds the address", () => {
    expect(hardwareAddress("10.1.0.254")).toBe("02:00:0a:01:00:fe");
  });
});

describe("accounts", () => {
  const passwd = "root:x:0:0:root:/root:/bin/bash\npostgres:x:101:102::/var/lib/postgresql:/bin/bash\n";

  test("the image's name takes the place of the system's", () => {
    expect(withAccounts(passwd, [{ name: "postgres", uid: 70, gid: 71 }])).toBe(
      "root:x:0:0:root:/root:/bin/bash\npostgres:x:70:71:postgres:/tmp:/usr/sbin/nologin\n",
    );
    expect(withGroups("root:x:0:\npostgres:x:102:\n", [{ name: "postgres", uid: 70, gid: 71 }])).toBe(
      "root:x:0:\npostgres:x:71:\n",
    );
  });

  test("a number without a name gets one, once", () => {
    const two = pod({ containers: [container, { ...container, name: "other" }] });
    expect(accountsOf(two, passwd)).toEqual([{ name: "user70", uid: 70, gid: 71 }]);
  });

  test("a number that the system names gets none", () => {
    expect(accountsOf(pod({ containers: [{ ...container, uid: 101 }] }), passwd)).toEqual([]);
  });
});

describe("the preparation of a pod", () => {
  const names = podNames(
    pod(),
    { address: "10.1.0.10", resolver: "10.1.0.1", hosts: "" },
    { passwd: "root:x:0:0::/root:/bin/sh\n", group: "root:x:0:\n" },
  );
  const script = (change: Partial<PodSpec>): string => preparation(pod(change), names);

  test("a text survives the shell", () => {
    const text = `a'b "c" $HOME \\ \n%s`;
    expect(execFileSync("/bin/sh", ["-c", `printf %s ${quoted(text)}`], { encoding: "utf8" })).toBe(text);
  });

  test("a file has its content, owner and mode; the group is the pod's unless said", () => {
    const text = script({ files: [{ path: "/etc/db/pg.conf", content: "port = 1\n", mode: 0o440 }] });
    expect(text).toContain(
      `base64 -d >'/etc/db/pg.conf' <<'END'\n${Buffer.from("port = 1\n").toString("base64")}\nEND`,
    );
    expect(text).toContain("chown 0:71 '/etc/db/pg.conf'\nchmod 0440 '/etc/db/pg.conf'");
  });

  test("an outer volume is mounted before one inside it, and both before files", () => {
    const text = script({
      volumes: [
        { path: "/data/wal", sizeMiB: 5 },
        { path: "/data", sizeMiB: 9 },
      ],
      files: [{ path: "/data/x", content: "", mode: 0o444 }],
    });
    const places = ["size=9m,mode=2775,uid=0,gid=71 tmpfs '/data'", "size=5m", "'/data/x'"].map((each) =>
      text.indexOf(each),
    );
    expect(Math.min(...places)).toBeGreaterThan(0);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
  });

  test("the root is closed last, where it is asked for", () => {
    expect(script({ readOnlyRoot: true }).trimEnd()).toMatch(/mount -o remount,bind,ro \/$/);
    expect(script({})).not.toContain("remount");
  });

  test("is a script that the shell can read", () => {
    const text = script({ files: [{ path: "/a b/it's", content: "END\n", mode: 0o444 }] });
    expect(() =>
      execFileSync("/bin/sh", ["-n"], { input: text, stdio: ["pipe", "ignore", "pipe"] }),
    ).not.toThrow();
  });
});

describe("lines", () => {
  test("every way is half a round trip", () => {
    expect(delaysOf(waysOf(["north", "south"]), roundTripMs)).toEqual({
      "north south": 75,
      "south north": 75,
    });
  });
});

describe("a world is refused before anything is made", () => {
  const check = (pods: readonly PodSpec[], given = regions, ms = roundTripMs): (() => void) => {
    return () => {
      checkWorld(given, ms, pods);
    };
  };

  test("but not one that is right", () => {
    expect(check([pod()])).not.toThrow();
  });

  test.each([
    [pod({ region: "west" }), 'region of north/db-0 is "west"; allowed: north, south'],
    [pod({ containers: [] }), "containers of north/db-0 is []; allowed: at least one"],
    [
      pod({ containers: [container, container] }),
      'container of north/db-0 is "main"; allowed: each only once',
    ],
    [
      pod({ containers: [{ ...container, command: [] }] }),
      "command of north/db-0/main is []; allowed: a program and its arguments",
    ],
    [
      pod({ containers: [{ ...container, uid: -1 }] }),
      "uid of north/db-0/main is -1; allowed: a whole number from 0",
    ],
    [
      pod({ volumes: [{ path: "/data", sizeMiB: 0 }] }),
      "sizeMiB of north/db-0/data is 0; allowed: a whole number from 1",
    ],
    [
      pod({ files: [{ path: "data/../x", content: "", mode: 0o444 }] }),
      'file of north/db-0 is "data/../x"; allowed: an absolute path',
    ],
    [
      pod({ files: [{ path: "/x", content: "", mode: 0o10000 }] }),
      "mode of north/db-0/x is 4096; allowed: 0 to 0o7777",
    ],
    [pod({ name: "North" }), "pod name is \"North\"; allowed: small letters, digits, '.', '-' and '/'"],
  ])("with the field, the value and what is allowed (%#)", (wrong, message) => {
    expect(check([wrong])).toThrow(message);
  });

  test("with two pods of one name", () => {
    expect(check([pod(), pod()])).toThrow('pod is "north/db-0"; allowed: each only once');
  });

  test("with a network that is no /16, or a round trip that is no time", () => {
    expect(check([], [{ name: "north", cidr: "10.1.2.0/24" }])).toThrow(
      'cidr of north is "10.1.2.0/24"; allowed: a /16, for example 10.16.0.0/16',
    );
    expect(check([], regions, () => NaN)).toThrow(
      "round trip of north and south is null; allowed: 0 to 10000 ms",
    );
  });

  test("with more pods than a region has addresses for, and not with as many", () => {
    const pods = Array.from({ length: podsPerRegionMax + 1 }, (_, index) => pod({ name: `north/p${index}` }));
    expect(check(pods.slice(1))).not.toThrow();
    expect(check(pods)).toThrow(
      `number of pods in north is ${podsPerRegionMax + 1}; allowed: at most ${podsPerRegionMax}`,
    );
  });
});
