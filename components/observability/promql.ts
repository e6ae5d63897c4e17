/** What a query of Prometheus asks for, by the parser that Prometheus' own page uses. */
import type { SyntaxNode } from "@lezer/common";
import type { LRParser } from "@lezer/lr";

// The package holds both kinds of modules, and its types speak of one only.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { parser } = require("@prometheus-io/lezer-promql") as { readonly parser: LRParser };

/** One metric that a query asks for, and the labels that it goes by. */
export interface Asked {
  readonly metric: string;
  readonly labels: readonly string[];
}

export interface Query {
  readonly asked: readonly Asked[];
  /** Labels by which results are grouped, joined or renamed. */
  readonly grouped: readonly string[];
  /** Labels that `label_replace` and `label_join` make. */
  readonly made: readonly string[];
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(child);
  return found;
}

function everyNode(node: SyntaxNode): readonly SyntaxNode[] {
  return [node, ...childrenOf(node).flatMap(everyNode)];
}

const unquoted = (text: string): string => text.replaceAll(/^["'`]|["'`]$/g, "");

/** Arguments of `label_replace(v, made, replacement, read, regex)` and `label_join(v, made, separator, read…)` that name labels. */
const labelArguments: Readonly<
  Record<string, { readonly made: number; readonly read: (count: number) => readonly number[] }>
> = {
  label_replace: { made: 1, read: () => [3] },
  label_join: {
    made: 1,
    read: (count) => Array.from({ length: Math.max(0, count - 3) }, (_, index) => index + 3),
  },
};

/**
 * Reads a query.
 * @throws Error saying where it cannot be read.
 * @example readQuery('sum by (a) (rate(m{b="c"}[5m]))') // { asked: [{ metric: "m", labels: ["b"] }], grouped: ["a"], made: [] }
 */
export function readQuery(text: string): Query {
  const tree = parser.parse(text);
  const nodes = everyNode(tree.topNode);
  const wrong = nodes.find(({ type }) => type.isError);
  if (wrong !== undefined || text.trim() === "")
    throw new Error(`no query of Prometheus from "${text.slice(wrong?.from ?? 0).slice(0, 40)}" on`);
  const say = ({ from, to }: SyntaxNode): string => text.slice(from, to);
  const asked = nodes
    .filter(({ name }) => name === "VectorSelector")
    .map((selector) => {
      const inside = everyNode(selector);
      const own = selector.getChild("Identifier");
      const matchers = inside.filter(
        ({ name }) => name === "UnquotedLabelMatcher" || name === "QuotedLabelMatcher",
      );
      const labels = matchers.map((matcher) => unquoted(say(matcher.firstChild ?? matcher)));
      const byName = matchers.find((_, index) => labels[index] === "__name__");
      const metric =
        own !== null ? say(own) : byName === undefined ? "" : unquoted(say(byName.lastChild ?? byName));
      return { metric, labels: labels.filter((label) => label !== "__name__") };
    });
  const grouped = nodes
    .filter(({ name }) => name === "GroupingLabels")
    .flatMap((list) =>
      everyNode(list).filter(({ name }) => name === "LabelName" || name === "QuotedLabelName"),
    )
    .map((label) => unquoted(say(label)));
  const calls = nodes
    .filter(({ name }) => name === "FunctionCall")
    .flatMap((call) => {
      const [named, body] = [call.firstChild, call.getChild("FunctionCallBody")];
      const which = named === null ? undefined : labelArguments[say(named)];
      if (which === undefined || body === null) return [];
      const args = childrenOf(body).filter(({ name }) => !["(", ")", ","].includes(name));
      const at = (index: number): string => {
        const arg = args[index];
        return arg === undefined ? "" : unquoted(say(arg));
      };
      return [{ made: at(which.made), read: which.read(args.length).map(at) }];
    });
  return {
    asked,
    grouped: [...new Set([...grouped, ...calls.flatMap(({ read }) => read)])].filter((label) => label !== ""),
    made: calls.map(({ made }) => made),
  };
}
