/** Queries of Loki's, by the parser that Grafana's own page uses. */
import type { LRParser } from "@lezer/lr";

// The package holds both kinds of modules, and its types speak of one only.
// eslint-disable-next-line @typescript-eslint/no-require-imports
export const { parser: logqlParser } = require("@grafana/lezer-logql") as { readonly parser: LRParser };

/** Why a query is none of Loki's; `undefined` where it is. */
export function logqlFault(expr: string): string | undefined {
  let at: number | undefined;
  logqlParser.parse(expr).iterate({
    enter: ({ type, from }) => {
      if (type.isError) at ??= from;
    },
  });
  return at === undefined ? undefined : `no LogQL from character ${at + 1} on: ${expr.slice(at, at + 30)}`;
}
