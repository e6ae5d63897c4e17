import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { diagnosticsOf, waiverDiagnostics, type Diagnostic } from "../../policies/framework/diagnostics";
import { loadPack, packNames, type PackName } from "../../policies/framework/load";
import type { Waiver } from "../../policies/framework/waivers";
import { messageOf } from "../engine/faults";
import { hidingSecretsOf } from "../gates";
import type { Fault, StackRun } from "../mode";
import { PackProcess } from "./process";
import { configurationOf, requestsOfRun } from "./requests";

/** What a plan recorded, in one mode or in both, and what it is held against. */
export interface PackRequest {
  readonly project: string;
  readonly asOf: string;
  readonly waivers: readonly Waiver[];
  /** What is wrong with the waivers that count for nothing. */
  readonly waiverMistakes: readonly string[];
  readonly modes: readonly { readonly preview: boolean; readonly runs: readonly StackRun[] }[];
}

type Heard = Pick<Diagnostic, "policy" | "urn" | "level" | "message">;

function heard(response: proto.AnalyzeResponse, urn: string): Heard[] {
  return response.getDiagnosticsList().map((diagnostic) => ({
    policy: diagnostic.getPolicyname(),
    // A diagnostic without a resource belongs to what was asked about.
    urn: diagnostic.getUrn() || urn,
    level: diagnostic.getEnforcementlevel() === proto.EnforcementLevel.MANDATORY ? "mandatory" : "advisory",
    message: diagnostic.getMessage().replace(/^[^\n]*\n(?=\[|waived)/, ""),
  }));
}

function lineOf({ policy, urn, level, message }: Heard): string {
  return `${level} ${policy} ${urn}: ${message}`;
}

/** Lines that one side has and the other has not; the same line may stand there twice. */
function missing(from: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return from.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

function stackUrnOf(run: StackRun): string {
  return run.resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.urn ?? "";
}

/** Calls that may be under way at a time: enough to keep a pack busy, few enough to keep what waits small. */
const callsMax = 64;

/** Runs a job for each item, so many at a time, and gives the results in the order of the items. */
async function pooled<T, R>(items: readonly T[], job: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const left = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of left) results[index] = await job(item);
  };
  await Promise.all(Array.from({ length: callsMax }, work));
  return results;
}

/** A pack that was told how to judge. */
interface ConfiguredPack {
  readonly pack: PackProcess;
  /** Whether one of its policies is there to change resources. */
  readonly remediates: boolean;
}

/** Sends one stack to a pack in the CLI's order of calls: all resources, then the stack. */
async function judgeStack({ pack, remediates }: ConfiguredPack, run: StackRun): Promise<Heard[]> {
  const { resources, stack } = requestsOfRun(run);
  const answers = await pooled(resources, async ({ analyze }) => {
    // The CLI asks each pack, also one that has told that it changes nothing: the half of all calls, with empty answers.
    if (remediates)
      await pack.call<proto.RemediateResponse>((client, done) => client.remediate(analyze, done));
    const answer = await pack.call<proto.AnalyzeResponse>((client, done) => client.analyze(analyze, done));
    return heard(answer, analyze.getUrn());
  });
  const answer = await pack.call<proto.AnalyzeResponse>((client, done) => client.analyzeStack(stack, done));
  return [...answers.flat(), ...heard(answer, stackUrnOf(run))];
}

/** Tells a pack how to judge in one mode: the same for every stack. */
async function configure(pack: PackProcess, preview: boolean, request: PackRequest): Promise<ConfiguredPack> {
  const info = await pack.call<proto.AnalyzerInfo>((client, done) =>
    client.getAnalyzerInfo(new Empty(), done),
  );
  const run = { asOf: request.asOf, resolved: !preview };
  const configuration = configurationOf(info, loadPack(pack.pack).config, run);
  await pack.call((client, done) => client.configure(configuration, done));
  const levels = [...configuration.getPolicyconfigMap().entries()].map(([, policy]) =>
    policy.getEnforcementlevel(),
  );
  return { pack, remediates: levels.includes(proto.EnforcementLevel.REMEDIATE) };
}

async function beginStack(
  pack: PackProcess,
  stack: string,
  preview: boolean,
  project: string,
): Promise<void> {
  const stackRequest = new proto.AnalyzerStackConfigureRequest();
  stackRequest.setStack(stack);
  stackRequest.setProject(project);
  stackRequest.setOrganization("organization");
  stackRequest.setDryRun(preview);
  await pack.call((client, done) => client.configureStack(stackRequest, done));
}

/** Differences between what one pack says over the protocol and what its rules said in-process. */
async function comparePack(pack: PackProcess, request: PackRequest): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const { preview, runs } of request.modes) {
    const configured = await configure(pack, preview, request);
    for (const run of runs) {
      await beginStack(pack, run.stack, preview, request.project);
      // A pack is not told what is secret; its words get no further than this.
      const hide = hidingSecretsOf(run.resources);
      const line = (heard: Heard): string => hide(lineOf(heard));
      const said = (await judgeStack(configured, run)).map(line);
      const own = run.gates.verdicts.filter((verdict) => verdict.pack === pack.pack);
      const expected = [
        ...diagnosticsOf(own, request.waivers, request.asOf),
        ...waiverDiagnostics(request.waiverMistakes, stackUrnOf(run)),
      ].map(line);
      const differences = [
        ...missing(said, expected).map((line) => `only the pack says: ${line}`),
        ...missing(expected, said).map((line) => `only the rules in-process say: ${line}`),
      ];
      for (const difference of differences.sort())
        faults.push({
          stack: run.stack,
          reason: `policies/${pack.pack} over the protocol: ${difference}`,
          configuration: false,
        });
    }
  }
  return faults;
}

/** The packs as processes, started before there is anything to judge, since a start takes as long as a plan. */
export class Packs {
  private readonly starting: Promise<PackProcess | Fault>[];

  constructor(packs: readonly PackName[] = packNames) {
    this.starting = packs.map((pack) =>
      PackProcess.start(pack).catch((error: unknown) => ({
        stack: "policies",
        reason: messageOf(error),
        configuration: false,
      })),
    );
  }

  /** Holds what the packs say of the recorded stacks against what the rules said in-process. */
  async compare(request: PackRequest): Promise<Fault[]> {
    const packs = await Promise.all(this.starting);
    const faults = await Promise.all(
      packs.map(async (pack) => (pack instanceof PackProcess ? comparePack(pack, request) : [pack])),
    );
    return faults.flat();
  }

  async stop(): Promise<void> {
    for (const pack of await Promise.all(this.starting)) if (pack instanceof PackProcess) pack.stop();
  }
}
