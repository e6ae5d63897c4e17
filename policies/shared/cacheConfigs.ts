import { cacheName, localCache } from "../../components/facts/cache";
import { sentinelName } from "../../components/facts/cacheCluster";
import { namespaces } from "../../components/facts/namespaces";
import type { Reader } from "../framework/reader";
import type { Finding, ResourceView } from "../framework/rule";

/** By which label the parts of the cache are told apart. */
const partLabel = "app.kubernetes.io/name";

/** The parts, by what their label says. */
export const cacheParts = {
  members: cacheName,
  sentinels: sentinelName({ name: cacheName }),
  local: localCache.name,
} as const;

/** Whether a resource stands where the cache does. */
export function inCacheNamespace({ props }: ResourceView): boolean {
  return props.text("metadata", "namespace") === namespaces.valkey.name;
}

/** What a resource says it is a part of. */
export function partLabelOf({ props }: ResourceView): Reader {
  return props.at("metadata", "labels", partLabel);
}

/** A server's configuration: directives as it reads them, one a line. */
export class ServerText {
  private readonly lines: readonly string[];

  constructor(readonly reader: Reader) {
    this.lines = (reader.text() ?? "").split("\n");
  }

  /** What a directive says, each time that it stands there. */
  all(directive: string): readonly string[] {
    return this.lines
      .filter((line) => line.startsWith(`${directive} `))
      .map((line) => line.slice(directive.length + 1).replaceAll('"', ""));
  }

  /** What it says last, which is what counts. */
  value(directive: string): string | undefined {
    return this.all(directive).at(-1);
  }

  number(directive: string): number {
    return Number(this.value(directive) ?? Number.NaN);
  }

  /** A finding about a directive. */
  wrong(directive: string, wanted: string, fix: string): Finding {
    const value = this.value(directive);
    return {
      path: this.reader.path,
      found: value === undefined ? `no ${directive}` : `${directive} ${value}`,
      wanted: `${directive} ${wanted}`,
      fix,
    };
  }
}

/** The configurations of servers in a config map. */
export function serverTexts({ props }: ResourceView): readonly ServerText[] {
  return props
    .keys("data")
    .filter((key) => key.endsWith(".conf"))
    .map((key) => new ServerText(props.at("data", key)));
}

/** Those of one part; none where the config map is another's. */
export function serverTextsOf(resource: ResourceView, part: keyof typeof cacheParts): readonly ServerText[] {
  return inCacheNamespace(resource) && partLabelOf(resource).text() === cacheParts[part]
    ? serverTexts(resource)
    : [];
}
