/** What a preview writes in place of a value that is not known yet, by its kind (@pulumi/policy, proxy.js). */
const unknownSentinels = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** A rule asked for a value that is not known yet. */
export class UnknownError extends Error {
  override readonly name = "UnknownError";
  constructor(readonly path: string) {
    super(`${path} is unknown`);
  }
}

export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function join(path: string, step: string | number): string {
  if (typeof step === "number") return `${path}[${step}]`;
  return path === "" ? step : `${path}.${step}`;
}

/** By what an asset or archive is known: as the wire has it, and as the SDK reads it. A resource reference is none by now. */
const assetKeys = ["4dabf18193072939515e22adb298388d", "__pulumiAsset", "__pulumiArchive"];

/** A value with the keys of its maps in order: the protocol hands them over in another order than the program wrote them. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMap(value)) return value;
  if (assetKeys.some((key) => key in value)) return "(asset)";
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

/**
 * How a rule reads a resource's inputs. Every question about an unknown throws, also those that plain JavaScript answers
 * without a word: whether a key is there, how many items a list has, which keys a map has.
 *
 * @example reader.at("versioningConfiguration").text("status") // "Enabled", or undefined where it is absent
 */
export class Reader {
  /**
   * @param value what is read; inputs as the engine gives them, secrets laid open.
   * @param path where it stands.
   * @param seen gets every path that was asked for; mutation tests change just these.
   */
  constructor(
    private readonly value: unknown,
    readonly path = "",
    private readonly seen?: Set<string>,
  ) {}

  /** What stands below a key or an index; absent below what is absent. */
  at(...steps: readonly (string | number)[]): Reader {
    let current: unknown = this.known();
    let path = this.path;
    for (const step of steps) {
      path = join(path, step);
      if (typeof current === "string" && unknownSentinels.has(current)) throw new UnknownError(path);
      const inside = isMap(current) || Array.isArray(current) ? (current as Record<string, unknown>) : {};
      current = Object.hasOwn(inside, step) ? inside[step] : undefined;
    }
    this.seen?.add(path);
    return new Reader(current, path, this.seen);
  }

  /** The value itself; throws if it is unknown. Parts of it may be. */
  private known(): unknown {
    this.seen?.add(this.path);
    if (typeof this.value === "string" && unknownSentinels.has(this.value)) throw new UnknownError(this.path);
    return this.value;
  }

  /** Whether there is a value. */
  get exists(): boolean {
    const value = this.known();
    return value !== undefined && value !== null;
  }

  /** A text, or `undefined` where there is none. */
  text(...steps: readonly (string | number)[]): string | undefined {
    const value = this.at(...steps).known();
    return typeof value === "string" ? value : undefined;
  }

  /** A number, also where it is written as text; `undefined` where there is none. */
  number(...steps: readonly (string | number)[]): number | undefined {
    const value = this.at(...steps).known();
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    return typeof number === "number" && !Number.isNaN(number) ? number : undefined;
  }

  /** A truth value, also where it is written as text; `undefined` where there is none. */
  flag(...steps: readonly (string | number)[]): boolean | undefined {
    const value = this.at(...steps).known();
    if (value === "true") return true;
    if (value === "false") return false;
    return typeof value === "boolean" ? value : undefined;
  }

  /** The items of a list; one item where a single value stands for a list; none where it is absent. */
  items(...steps: readonly (string | number)[]): Reader[] {
    const list = this.at(...steps);
    const value = list.known();
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) return [list];
    return value.map((item: unknown, index) => new Reader(item, join(list.path, index), this.seen));
  }

  /** The texts of a list; an item that is unknown throws, one that is no text is left out. */
  texts(...steps: readonly (string | number)[]): string[] {
    return this.items(...steps)
      .map((item) => item.known())
      .filter((item): item is string => typeof item === "string");
  }

  /** The keys of a map; none where it is absent. */
  keys(...steps: readonly (string | number)[]): string[] {
    const value = this.at(...steps).known();
    return isMap(value) ? Object.keys(value) : [];
  }

  /**
   * A JSON text, read as what it holds.
   * @throws UnknownError if the text is unknown; a text that is no JSON reads as absent.
   */
  json(...steps: readonly (string | number)[]): Reader {
    const text = this.at(...steps);
    const value = text.known();
    if (typeof value !== "string") return text;
    try {
      return new Reader(JSON.parse(value), text.path, this.seen);
    } catch {
      return new Reader(undefined, text.path, this.seen);
    }
  }

  /** The whole value, known to its last part. */
  whole(): Plain | undefined {
    return this.wholeOf(this.known(), this.path);
  }

  private wholeOf(value: unknown, path: string): Plain | undefined {
    if (typeof value === "string" && unknownSentinels.has(value)) throw new UnknownError(path);
    if (Array.isArray(value))
      return value.map((item, index) => this.wholeOf(item, join(path, index)) ?? null);
    if (isMap(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, this.wholeOf(item, join(path, key)) ?? null]),
      );
    }
    return value as Plain | undefined;
  }

  /** The value as a message shows it. */
  get shown(): string {
    const value = this.known();
    return value === undefined ? "absent" : JSON.stringify(sorted(value));
  }
}
