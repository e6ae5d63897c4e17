/** Reports as they travel: ages instead of times, since the controllers' clocks differ. */
import { shown } from "./shown";
import type { Heard, PoolRecord, Report, Vote } from "./types";

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A report of another controller is not what it must be. */
export class WireError extends Error {}

function refuse(field: string, value: unknown, allowed: string): never {
  throw new WireError(`report.${field} is ${shown(value)}; allowed: ${allowed}`);
}

function count(field: string, value: unknown): number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0
    ? value
    : refuse(field, value, "a whole number from 0");
}

function strings(field: string, value: unknown): readonly string[] {
  return Array.isArray(value) && value.every((item): item is string => typeof item === "string")
    ? value
    : refuse(field, value, "a list of strings");
}

function entries(field: string, value: unknown): readonly (readonly [string, Json])[] {
  if (!isObject(value)) refuse(field, value, "an object");
  return Object.entries(value).map(([key, each]) =>
    isObject(each) ? [key, each] : refuse(`${field}.${key}`, each, "an object"),
  );
}

/** A report as text; its times are on the sender's clock, `now` too. */
export function encodeReport(report: Report, now: number): string {
  const age = <T extends { readonly at: number }>({ at, ...rest }: T) => ({
    ...rest,
    ageMs: Math.round(now - at),
  });
  return JSON.stringify({
    ...report,
    votes: Object.fromEntries(
      Object.entries(report.votes).flatMap(([region, vote]) =>
        Number.isFinite(vote.at) ? [[region, age(vote)] as const] : [],
      ),
    ),
    records: Object.fromEntries(
      Object.entries(report.records).map(([region, record]) => [region, age(record)]),
    ),
  });
}

/** Who a text says that it comes from; `undefined` where it does not say. */
export function senderOf(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const from = isObject(value) ? value["from"] : undefined;
    return typeof from === "string" ? from : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A report from text, its times on the receiver's clock.
 * @param peers the controllers that may speak.
 * @throws WireError naming the field.
 */
export function decodeReport(text: string, peers: readonly string[], now: number): Heard {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse("", text, "JSON");
  }
  if (!isObject(value)) return refuse("", value, "an object");
  const { from, sequence, hears, apiWorks } = value;
  if (typeof from !== "string" || !peers.includes(from)) return refuse("from", from, peers.join(", "));
  if (typeof apiWorks !== "boolean") return refuse("apiWorks", apiWorks, "true, false");
  const votes = entries("votes", value["votes"]).map(([region, vote]): [string, Vote] => [
    region,
    {
      failures: count(`votes.${region}.failures`, vote["failures"]),
      successes: count(`votes.${region}.successes`, vote["successes"]),
      at: now - count(`votes.${region}.ageMs`, vote["ageMs"]),
    },
  ]);
  const records = entries("records", value["records"]).map(([region, record]): [string, PoolRecord] => {
    const { by, putBack, isOut } = record;
    const field = `records.${region}`;
    if (typeof by !== "string") return refuse(`${field}.by`, by, "a string");
    if (typeof putBack !== "boolean") return refuse(`${field}.putBack`, putBack, "true, false");
    if (typeof isOut !== "boolean") return refuse(`${field}.isOut`, isOut, "true, false");
    return [
      region,
      {
        isOut,
        version: count(`${field}.version`, record["version"]),
        by,
        stamps: strings(`${field}.stamps`, record["stamps"]),
        disables: count(`${field}.disables`, record["disables"]),
        at: now - count(`${field}.ageMs`, record["ageMs"]),
        putBack,
      },
    ];
  });
  return {
    from,
    sequence: count("sequence", sequence),
    votes: Object.fromEntries(votes),
    hears: strings("hears", hears),
    apiWorks,
    records: Object.fromEntries(records),
    heardAt: now,
  };
}
