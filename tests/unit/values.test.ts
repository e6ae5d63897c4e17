import fc from "fast-check";
import {
  containsSecret,
  isWireSecret,
  toPlanObject,
  toPlanValue,
  unknownPaths,
  unknownSentinel,
  unwrapSecrets,
  valueAt,
  walkStrings,
  wireSecret,
  type WireObject,
  type WireValue,
} from "../../preview/engine/values";
import { unwrapTexts } from "../../preview/secrets";

const canary = "canary-5f1e9b";
const key = fc.oneof(
  fc.string({ minLength: 1, maxLength: 8 }),
  // Keys as Kubernetes, AWS and JSON have them.
  fc.constantFrom("app.kubernetes.io/name", "aws:SourceAccount", "a[0]", "value", "x.y", "__proto__x", "0"),
);
const leaf = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.string({ maxLength: 8 }),
  fc.constant(unknownSentinel),
);

/** Values as they travel, of any depth, with secrets and unknowns anywhere; what is secret holds the canary. */
const { value: wire } = fc.letrec<{ value: WireValue; secret: WireValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    leaf,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
    tie("secret"),
  ),
  secret: fc.oneof(
    fc.constant(wireSecret(canary)),
    fc.constant(wireSecret(unknownSentinel)),
    fc.tuple(key, tie("value")).map(([name, value]) => wireSecret({ [name]: value, held: canary })),
    fc.array(tie("value"), { maxLength: 3 }).map((items) => wireSecret([...items, canary])),
  ),
}));

/** Every value below a value, itself included, without looking into secrets. */
function openParts(value: WireValue): WireValue[] {
  if (typeof value !== "object" || value === null || isWireSecret(value)) return [value];
  return [value, ...Object.values(value).flatMap(openParts)];
}

describe("a value as the plan shows it", () => {
  test("shows nothing of a secret, at any depth", () => {
    fc.assert(
      fc.property(wire, (value) => {
        const shown = JSON.stringify(toPlanValue(value));
        expect(shown).not.toContain(canary);
        expect(shown).not.toContain(unknownSentinel);
        expect(shown).not.toContain("1b47061264138c4ac30d75fd1eb44270");
      }),
    );
  });

  test("has a mark for each secret and each open unknown, and for nothing else", () => {
    fc.assert(
      fc.property(wire, (value) => {
        const parts = openParts(value);
        const shown = JSON.stringify(toPlanValue(value));
        expect(shown.split('{"$secret":true}').length - 1).toBe(parts.filter(isWireSecret).length);
        expect(shown.split('{"$unknown":true}').length - 1).toBe(
          parts.filter((part) => part === unknownSentinel).length,
        );
      }),
    );
  });

  test("keeps every key, one that JavaScript takes for its own among them", () => {
    const value = JSON.parse('{"__proto__": 0, "a": {"__proto__": {"b": 1}}}') as WireObject;
    expect(JSON.stringify(toPlanObject(value))).toBe('{"__proto__":0,"a":{"__proto__":{"b":1}}}');
  });

  test("is the value itself where nothing is secret or unknown", () => {
    const plain = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<WireValue>;
    fc.assert(
      fc.property(plain, (value) => {
        expect(JSON.parse(JSON.stringify(toPlanValue(value)))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test("does not depend on the order of keys", () => {
    const reversed = (value: WireValue): WireValue => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([name, item]) => [name, reversed(item)]),
      );
    };
    fc.assert(
      fc.property(wire, (value) => {
        expect(JSON.stringify(toPlanValue(reversed(value)))).toBe(JSON.stringify(toPlanValue(value)));
      }),
    );
  });

  test("names a resource by its URN, and an asset by what it holds", () => {
    const signature = "4dabf18193072939515e22adb298388d";
    expect(
      toPlanObject({
        resource: { [signature]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn:x", id: "id" },
        text: { [signature]: "c44067f5952c0a294b673a41bacd8c17", text: "hello" },
        file: { [signature]: "c44067f5952c0a294b673a41bacd8c17", path: "./a" },
        archive: { [signature]: "0def7320c3a5731c473e5ecbe6d01bc7", assets: { b: wireSecret(canary) } },
      }),
    ).toEqual({
      resource: "urn:x",
      text: { $asset: "hello" },
      file: { $asset: "./a" },
      archive: { $archive: { b: { $secret: true } } },
    });
  });
});

describe("secrets", () => {
  test("are seen at any depth", () => {
    fc.assert(
      fc.property(wire, (value) => {
        expect(containsSecret(value)).toBe(JSON.stringify(toPlanValue(value)).includes('{"$secret":true}'));
      }),
    );
  });

  test("are all laid open for decisions, and nothing else is changed", () => {
    fc.assert(
      fc.property(wire, (value) => {
        const open = unwrapSecrets(value);
        expect(containsSecret(open)).toBe(false);
        if (!containsSecret(value)) expect(open).toEqual(value);
        expect(unwrapSecrets(wireSecret(value))).toEqual(open);
      }),
    );
  });

  test("give up their texts, so that messages can be kept clean of them, and no open text", () => {
    fc.assert(
      fc.property(wire, (value) => {
        expect(unwrapTexts(wireSecret(["x", value, canary]))).toEqual(expect.arrayContaining(["x", canary]));
        expect(unwrapTexts(value).includes(canary)).toBe(JSON.stringify(value).includes(canary));
        expect(unwrapTexts(["open", wireSecret("shut"), wireSecret(unknownSentinel)])).toEqual(["shut"]);
      }),
    );
  });
});

describe("paths", () => {
  test("of unknowns lead to unknowns", () => {
    fc.assert(
      fc.property(wire, (value) => {
        for (const path of unknownPaths(value)) expect(valueAt(value, path)).toBe(unknownSentinel);
      }),
    );
  });

  test("are as many as the unknowns, in secrets too, and none is given twice", () => {
    fc.assert(
      fc.property(wire, (value) => {
        const paths = unknownPaths(value);
        expect(paths).toHaveLength(JSON.stringify(value).split(`"${unknownSentinel}"`).length - 1);
        expect(new Set(paths).size).toBe(paths.length);
      }),
    );
  });

  test("lead to the same place once the unknowns are known", () => {
    const known = (value: WireValue): WireValue => {
      if (value === unknownSentinel) return "now-known";
      if (Array.isArray(value)) return value.map(known);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, known(item)]));
    };
    fc.assert(
      fc.property(wire, (value) => {
        for (const path of unknownPaths(value)) expect(valueAt(known(value), path)).toBe("now-known");
      }),
    );
  });

  test("of texts lead to the texts", () => {
    fc.assert(
      fc.property(wire, (value) => {
        walkStrings(value, (text, path) => {
          expect(valueAt(value, path)).toBe(text);
        });
      }),
    );
  });

  test("are written as people write them", () => {
    const seen: [string, string][] = [];
    walkStrings({ a: ["x", { b: "y" }], c: "z" }, (text, path) => seen.push([text, path]));
    expect(seen).toEqual([
      ["x", "a[0]"],
      ["y", "a[1].b"],
      ["z", "c"],
    ]);
  });

  test.each<[string, WireObject]>([
    ["a.b", { a: {} }],
    ["a[1]", { a: ["x"] }],
    ["a.b.c", { a: { b: "text" } }],
    ["a", {}],
  ])("that lead nowhere give nothing: %s", (path, value) => {
    expect(valueAt(value, path)).toBeUndefined();
  });
});
