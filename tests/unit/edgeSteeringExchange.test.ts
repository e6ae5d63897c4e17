import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Server } from "node:http";
import { keySource } from "../../images/edge-steering/src/secrets";
import { serverOf, tell, type Speaker } from "../../images/edge-steering/src/exchange";
import { Metrics } from "../../images/edge-steering/src/metrics";
import {
  isProven,
  proofHeader,
  proofMsMax,
  prove,
  timeHeader,
  type Keys,
} from "../../images/edge-steering/src/proof";
import type { Heard, Report } from "../../images/edge-steering/src/types";
import { encodeReport } from "../../images/edge-steering/src/wire";

const key = "k".repeat(32);
const older = "o".repeat(32);
const epoch = Date.UTC(2026, 10, 25);
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

const reportOf = (from: string): Report => ({
  from,
  sequence: 1,
  votes: {},
  hears: [],
  apiWorks: true,
  records: {},
});
const speaker = (region: string, keys: Keys = [key], at = epoch): Speaker => ({
  region,
  keys: () => Promise.resolve(keys),
  now: () => 0,
  epoch: () => at,
});

/** Region b's controller, and what it heard. */
async function listen(args: Partial<Speaker> = {}) {
  const heard: Heard[] = [];
  const metrics = new Metrics();
  const controller = {
    isRunning: true,
    hear: (report: Heard) => {
      heard.push(report);
    },
    report: () => reportOf("b"),
  };
  const server = serverOf({ ...speaker("b"), ...args, controller, metrics, peers: ["a", "c"] });
  servers.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { heard, metrics, origin, peer: { name: "b", peer: origin } };
}

test("controllers with the same key hear each other, also while it is replaced", async () => {
  const { heard, peer } = await listen({ keys: () => Promise.resolve([key, older]) });
  for (const keys of [[key], [older, key]] as const)
    expect(await tell(peer, reportOf("a"), 1000, speaker("a", keys))).toMatchObject({ from: "b" });
  expect(heard.map(({ from }) => from)).toEqual(["a", "a"]);
});

test.each<[string, Speaker]>([
  ["with another key", speaker("a", [older])],
  ["of another time", speaker("a", [key], epoch - proofMsMax - 1)],
  ["in another's name", speaker("c")],
])("a report %s is not read", async (_, wrong) => {
  const { heard, metrics, peer } = await listen();
  await expect(tell(peer, reportOf("a"), 1000, wrong)).rejects.toThrow("b answered 401");
  expect(heard).toEqual([]);
  expect(metrics.text()).toContain("edge_steering_reports_refused_total 1\n");
});

test("a report without a proof, of a stranger, or for another region is not read", async () => {
  const { heard, origin } = await listen();
  const body = encodeReport(reportOf("a"), 0);
  const post = async (headers: Readonly<Record<string, string>>, text = body) =>
    (await fetch(`${origin}/v1/report`, { method: "POST", headers, body: text })).status;
  expect(await post({})).toBe(401);
  expect(await post({}, "{")).toBe(401);
  expect(await post(prove([key], { from: "a", to: "c", answers: "", body }, epoch))).toBe(401);
  const stranger = encodeReport(reportOf("x"), 0);
  expect(await post(prove([key], { from: "x", to: "b", answers: "", body: stranger }, epoch), stranger)).toBe(
    400,
  );
  expect(heard).toEqual([]);
  expect(await post(prove([key], { from: "a", to: "b", answers: "", body }, epoch))).toBe(200);
});

test("an answer counts only with a proof of its own, for the question that was asked", async () => {
  // It answers in a time that the asker does not take for now.
  const late = await listen({ epoch: () => epoch - proofMsMax });
  await expect(tell(late.peer, reportOf("a"), 1000, speaker("a", [key], epoch))).resolves.toMatchObject({
    from: "b",
  });
  let asked = 0;
  const drifting = await listen({
    epoch: () => {
      asked += 1;
      return asked === 1 ? epoch : epoch - proofMsMax - 1;
    },
  });
  await expect(tell(drifting.peer, reportOf("a"), 1000, speaker("a"))).rejects.toThrow(
    "b answered without a proof",
  );
});

test("a proof holds for what was said, by whom, to whom, when, in answer to what", () => {
  const message = { from: "a", to: "b", answers: "", body: "x" };
  const headers = prove([key], message, epoch);
  const given = { time: headers[timeHeader] ?? "", proof: headers[proofHeader] ?? "" };
  expect(isProven([key], message, given, epoch + proofMsMax)).toBe(true);
  expect(isProven([older, key], message, given, epoch)).toBe(true);
  expect(isProven([key], message, given, epoch + proofMsMax + 1)).toBe(false);
  for (const changed of [{ from: "c" }, { to: "c" }, { body: "y" }, { answers: "00" }])
    expect(isProven([key], { ...message, ...changed }, given, epoch)).toBe(false);
  expect(isProven([key], message, { ...given, time: String(epoch + 1) }, epoch)).toBe(false);
  for (const proof of ["", "00", "no hex"])
    expect(isProven([key], message, { ...given, proof }, epoch)).toBe(false);
});

test("keys are one a line, the newest first, and none may be short", async () => {
  expect(await keySource({ EDGE_STEERING_KEYS: `${key}\n${older}` })()).toEqual([key, older]);
  await expect(keySource({ EDGE_STEERING_KEYS: `${key}\nshort` })()).rejects.toThrow(
    "EDGE_STEERING_KEYS: key 2 has 5 characters; allowed: 32 or more",
  );
  expect(() => keySource({})).toThrow("neither EDGE_STEERING_KEYS_FILE nor EDGE_STEERING_KEYS is set");
});

test("health and metrics need no proof", async () => {
  const { origin } = await listen();
  expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  expect(await (await fetch(`${origin}/metrics`)).text()).toContain("edge_steering_writer");
  expect((await fetch(`${origin}/`)).status).toBe(404);
});
