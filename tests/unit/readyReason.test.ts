import { askAll, reasonOf, type Question } from "../../scripts/ready/ask";

const limits = { timeoutMs: 1000, atOnce: 2, secrets: [] };

describe("why a call failed", () => {
  test.each<[string, unknown, string]>([
    [
      "an error of an AWS client, by its name",
      Object.assign(new Error("no"), { name: "AccessDenied" }),
      "AccessDenied: no",
    ],
    [
      "an error of Cloudflare, by its status and envelope",
      Object.assign(new Error('403 {"errors":…}'), {
        status: 403,
        errors: [
          { code: 9109, message: "Unauthorized" },
          { code: 10000, message: "No" },
        ],
      }),
      "403 Unauthorized (9109), No (10000)",
    ],
    [
      "a connection, with its cause",
      new Error("Connection error.", { cause: new Error("connect ECONNREFUSED 127.0.0.1:9") }),
      "Connection error. connect ECONNREFUSED 127.0.0.1:9",
    ],
    [
      "a connection that was tried at two addresses",
      new AggregateError([
        Object.assign(new Error("connect ECONNREFUSED ::1:9"), { code: "ECONNREFUSED" }),
        Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:9"), { code: "ECONNREFUSED" }),
      ]),
      "AggregateError: connect ECONNREFUSED ::1:9 (ECONNREFUSED), connect ECONNREFUSED 127.0.0.1:9 (ECONNREFUSED)",
    ],
    ["several lines, as one", new Error("one\n  two"), "one two"],
    ["no error at all", undefined, "undefined"],
    ["a text", "gone", "gone"],
    ["a long one, cut", new Error("x".repeat(201)), `${"x".repeat(200)}…`],
  ])("%s", (_, error, reason) => {
    expect(reasonOf(error, [])).toBe(reason);
  });

  test("secrets are left out, also from the cause, but no words", () => {
    const error = new Error("not with topsecret", { cause: new Error("topsecret x") });
    expect(reasonOf(error, ["topsecret", "x", ""])).toBe("not with … … x");
  });
});

describe("questions", () => {
  const question = (what: string, ask: Question["ask"]): Question => ({ what, where: "", wanted: "", ask });

  test("are answered in their order, so many at once and no more", async () => {
    let running = 0;
    let most = 0;
    const questions = ["a", "b", "c", "d", "e"].map((what) =>
      question(what, async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return { found: what, ok: true };
      }),
    );
    const rows = await askAll(questions, limits);
    expect(rows.map(({ found }) => found)).toEqual(["a", "b", "c", "d", "e"]);
    expect(most).toBe(2);
  });

  test("that throw, even nothing, are answered", async () => {
    const thrown = (error: unknown) => (): never => {
      throw error;
    };
    const rows = await askAll([question("a", thrown(new Error("no"))), question("b", thrown(null))], limits);
    expect(rows.map(({ found, ok }) => [found, ok])).toEqual([
      ["cannot tell: no", false],
      ["cannot tell: null", false],
    ]);
  });
});
