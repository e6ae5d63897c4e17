/** What kinds of data exist; every store carries one, and each has its own key (ARCHITECTURE section 2). */
export const dataClasses = {
  personal: "about a person: leaves its jurisdiction along lawful edges only",
  internal: "the platform's own, without personal data: may be copied to every region",
  operational: "logs, metrics and traces, kept for operations",
  audit: "evidence that nobody may change",
} as const;

export type DataClass = keyof typeof dataClasses;

export const dataClassNames = Object.keys(dataClasses) as DataClass[];

/**
 * How far data of a class may be copied. Logs hold addresses of people's devices, so they move as personal data does; an
 * audit trail is copied to a second account of the same place only (ARCHITECTURE section 5).
 */
export const dataClassReach = {
  personal: "lawful-edges",
  internal: "anywhere",
  operational: "lawful-edges",
  audit: "home",
} as const satisfies Readonly<Record<DataClass, "anywhere" | "lawful-edges" | "home">>;

/**
 * Classes whose key has a replica in the partner region: the keys of subjects are wrapped by it, and a lost region must not
 * take them along (ARCHITECTURE section 2, "Erasure"). What other classes encrypt is encrypted anew by each copy's own key.
 */
export const replicatedKeyClasses = ["personal"] as const satisfies readonly DataClass[];

/** Alias of a region's key for a class of data, by which another stack may name it. */
export function keyAlias(region: string, dataClass: DataClass): string {
  return `alias/azora/${region}/${dataClass}`;
}

/** The class of volumes for a class of data, which are encrypted with its key. */
export function volumeClassName(dataClass: DataClass): string {
  return `gp3-${dataClass}`;
}

/** The class of volumes that go with their pod, of what is kept elsewhere: a backup that is tried. */
export function scratchClassName(dataClass: DataClass): string {
  return `gp3-${dataClass}-scratch`;
}

/** Every such class. */
export const scratchClassNames: readonly string[] = dataClassNames.map(scratchClassName);
