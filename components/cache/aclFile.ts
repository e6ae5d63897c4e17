/** Who may log in where, and do what: the users' files of members, of Sentinels and of a region's own cache. */
import { cacheUserNames, cacheUsers, invalidationStream, type CacheUser } from "../facts/cache";

/** By what a password is checked; it need not be secret, since the password is random and longer than its digest. */
export interface CacheVerifier {
  readonly region: string;
  readonly user: CacheUser;
  /** SHA-256 of the password, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** What Sentinels tell each other on, through the servers. */
const hello = "&__sentinel__:hello";

/** Exists in its pod only: its password is made at each start, which also switches it on. */
const keeper = (rights: string): string => `user keeper off resetpass ${rights}`;

/** Nobody is anybody without having logged in. */
const nobody = "user default off resetpass resetkeys resetchannels -@all";

const onStream = `%W~${invalidationStream.key} +xadd`;

/** What a server tells of itself, and no key and no setting: among settings are passwords. */
const numbers = "+ping +info +slowlog|len +latency|latest +latency|histogram";

/**
 * "ACL rules for Sentinel and Replicas", valkey.io/topics/acl; for Sentinels' channel, only the one that they use. DBSIZE: a
 * member asks before it starts whether there are data anywhere.
 */
const onMembers = {
  replication: "+psync +replconf +ping +dbsize",
  sentinel: `${hello} +multi +slaveof +ping +exec +subscribe +config|rewrite +role +publish +info +client|setname +client|kill +script|kill`,
  relay: `${onStream} +ping +client|setname +client|setinfo +role`,
  invalidator: `%R~${invalidationStream.key} +ping +xread +xrange +xrevrange`,
  monitor: numbers,
} as const;

/** What services may do with keys of their own; ROLE is how clients see that they have the primary. */
const withKeys = (prefix: string): string =>
  `~${prefix}* +@read +@write +@connection +@transaction -@dangerous -scan -randomkey +role`;

const onSentinels = {
  sentinel: `${hello} +ping +publish +client|setname +sentinel|is-primary-down-by-addr +sentinel|is-master-down-by-addr +sentinel|get-primary-addr-by-name`,
  // A primary that is about to stop has another chosen first.
  replication: "+ping +sentinel|get-primary-addr-by-name +sentinel|failover",
  // A Sentinel does not know most of a server's commands, and does not start where a user is given one of those.
  monitor: "+ping +info +sentinel|masters +sentinel|sentinels +sentinel|slaves +sentinel|ckquorum",
  // What clients ask to find the primary, by its old and new names, and the channel that tells of another.
  service:
    "&+switch-master +ping +hello +client|setname +client|setinfo +subscribe +sentinel|get-primary-addr-by-name +sentinel|get-master-addr-by-name +sentinel|primaries +sentinel|masters +sentinel|replicas +sentinel|slaves +sentinel|sentinels",
} as const;

type Rights = (user: CacheUser) => string | undefined;

function file(verifiers: readonly CacheVerifier[], rights: Rights, keeperRights: string): string {
  const lines = cacheUserNames.flatMap((user) => {
    const may = rights(user);
    const digests = verifiers.filter((each) => each.user === user).map(({ sha256 }) => `#${sha256}`);
    if (may === undefined) return [];
    // Somebody whose password nobody knows yet cannot log in.
    return [["user", user, digests.length > 0 ? "on" : "off", "resetpass", ...digests, may].join(" ")];
  });
  return [nobody, ...lines, keeper(keeperRights), ""].join("\n");
}

/** Users of a member of the replicated cache: those of every region, since the primary may be anywhere. */
export function memberUsers(verifiers: readonly CacheVerifier[]): string {
  return file(
    verifiers,
    (user) => {
      const fact = cacheUsers[user];
      return fact.kind === "service" ? `${withKeys(fact.prefix)} (${onStream})` : onMembers[fact.kind];
    },
    "+ping +role +acl|load +config|set +client|pause +client|unpause",
  );
}

/** Users of a Sentinel. */
export function sentinelUsers(verifiers: readonly CacheVerifier[]): string {
  return file(
    verifiers,
    (user) => {
      const { kind } = cacheUsers[user];
      if (kind === "invalidator") return undefined;
      // It finds the primary as services do.
      return onSentinels[kind === "relay" ? "service" : kind];
    },
    "+ping",
  );
}

/** Users of a region's own cache: services of that region only. */
export function localUsers(verifiers: readonly CacheVerifier[], region: string): string {
  return file(
    verifiers.filter((each) => each.region === region),
    (user) => {
      const fact = cacheUsers[user];
      if (fact.kind === "monitor") return numbers;
      return fact.kind === "service" ? withKeys(fact.prefix) : undefined;
    },
    "~* +ping +acl|load +config|set +unlink +scan +flushall",
  );
}
