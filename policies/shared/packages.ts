/** What is asked of a package of resources, and why it may be used. */
interface PackageFact {
  /** Whether its resources act on somebody's account or cluster, so that the program must say on whose. */
  readonly explicit: boolean;
  readonly reason: string;
}

/** Packages whose resources rules can judge. One that is not here brings types that no rule has seen. */
const packages: Readonly<Record<string, PackageFact>> = {
  aws: { explicit: true, reason: "rules know its types" },
  azora: { explicit: false, reason: "components of the program, whose children are judged" },
  cloudflare: { explicit: true, reason: "the edge" },
  kubernetes: { explicit: true, reason: "rules know its types" },
  pulumi: { explicit: false, reason: "the engine's own: stacks, references to them, providers" },
  random: { explicit: false, reason: "makes texts, and reaches nobody's account" },
  tls: { explicit: false, reason: "makes keys and certificates, and reaches nobody's account" },
  vault: { explicit: true, reason: "the secret store" },
};

/** Names of the packages that may be used. */
export const packageNames = Object.keys(packages);

const providerPrefix = "pulumi:providers:";

/** What is asked of the package of a type, a provider's among them; `undefined` for one that may not be used. */
export function packageOf(type: string): PackageFact | undefined {
  const name = type.startsWith(providerPrefix) ? type.slice(providerPrefix.length) : type.split(":")[0];
  return new Map(Object.entries(packages)).get(name ?? "");
}
