/** What rehearsals leave behind: one object each, which the bucket's lock keeps, and numbers for alarms and trends. */
import {
  recordPrefix,
  recoveryMetrics,
  type Rehearsal,
  type Watched,
} from "../../components/facts/rehearsals";
import { regionNamed } from "../../components/facts/regions";
import { StepFailed, type Shell } from "../restore/carry";

/** How long a call of AWS may take. */
const callMs = 60_000;
const keyPattern = /(\d{8}T\d{6}Z)-(begun|failed|held|refused)\.json$/;

/** Whose records, and where. */
export interface RecordPlace {
  readonly region: string;
  readonly accountId: string;
}

/**
 * What became of one, as its key says: `begun` where nobody wrote its end, `refused` where it was not begun with since not all was well.
 */
export type Outcome = "begun" | "failed" | "held" | "refused";

/** One rehearsal. */
export interface PastRehearsal {
  readonly at: Date;
  readonly outcome: Outcome;
}

/** A number, as CloudWatch takes it ("MetricDatum", CloudWatch API reference). */
interface Datum {
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
  readonly Value: number;
  readonly Unit: "None" | "Seconds";
}

/** A time as keys of objects have it. @example compact(new Date(0)) // "19700101T000000Z" */
export function compact(time: Date): string {
  return `${time.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
}

function moment(text: string): Date {
  return new Date(text.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, "$1-$2-$3T$4:$5:$6Z"));
}

/** What a command prints. @throws StepFailed where it ends with another status than 0. */
export async function printedBy(
  shell: Shell,
  command: string,
  { input = "", timeoutMs = callMs } = {},
): Promise<string> {
  const { status, printed, said } = await shell(command, { env: {}, input, timeoutMs });
  if (status !== 0) throw new StepFailed(`${command}\nended with ${status}: ${said.trim()}`);
  return printed;
}

function bucketOf({ region, accountId }: RecordPlace): string {
  return `azora-${region}-audit-${accountId}`;
}

/** Rehearsals of a kind that have been written down, oldest first, each once. */
export async function pastOf(
  shell: Shell,
  place: RecordPlace,
  kind: Rehearsal,
): Promise<readonly PastRehearsal[]> {
  const printed = await printedBy(
    shell,
    `aws s3api list-objects-v2 --bucket ${bucketOf(place)} --prefix ${recordPrefix(place.region, "recovery")}/${kind}/ --query 'Contents[].Key' --output json`,
  );
  const keys = (JSON.parse(printed.trim() === "" ? "null" : printed) ?? []) as readonly string[];
  const outcomes = new Map<string, Outcome>();
  for (const key of keys) {
    const [, at, outcome] = keyPattern.exec(key) ?? [];
    if (at === undefined) continue;
    // Its begin and its end have the same time.
    if (outcome !== "begun" || !outcomes.has(at)) outcomes.set(at, outcome as Outcome);
  }
  return [...outcomes]
    .map(([at, outcome]) => ({ at: moment(at), outcome }))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Writes down that a rehearsal has begun, or what became of it. @returns the address of the object. */
export async function writeDown(
  shell: Shell,
  place: RecordPlace,
  kind: Rehearsal,
  outcome: Outcome,
  record: { readonly began: Date } & Readonly<Record<string, unknown>>,
): Promise<string> {
  const key = `${recordPrefix(place.region, "recovery")}/${kind}/${compact(record.began)}-${outcome}.json`;
  const address = `s3://${bucketOf(place)}/${key}`;
  const { region } = place;
  await printedBy(shell, `aws s3 cp - ${address}`, {
    input: `${JSON.stringify({ kind, region, outcome, ...record })}\n`,
  });
  return address;
}

const datum = (
  region: string,
  MetricName: string,
  dimensions: Readonly<Record<string, string>>,
  Value: number,
  Unit: Datum["Unit"],
): Datum => ({
  MetricName,
  Dimensions: Object.entries({ Region: region, ...dimensions }).map(([Name, of]) => ({ Name, Value: of })),
  Value,
  Unit,
});

/** How old the newest success of a kind is. */
export function ageDatum(region: string, kind: Watched, hours: number): Datum {
  return datum(region, recoveryMetrics.age, { Kind: kind }, hours, "None");
}

/** How long a group's restore, or the switch of its leaders, took. */
export function secondsDatum(region: string, kind: Watched, group: string, seconds: number): Datum {
  return datum(region, recoveryMetrics.seconds, { Kind: kind, Group: group }, seconds, "Seconds");
}

/** Tells CloudWatch of some numbers; of none nothing is told. */
export async function tell(shell: Shell, region: string, data: readonly Datum[]): Promise<void> {
  if (data.length === 0) return;
  await printedBy(
    shell,
    `aws cloudwatch put-metric-data --region ${regionNamed(region).awsRegion} --namespace ${recoveryMetrics.namespace} --metric-data "$(cat)"`,
    { input: JSON.stringify(data) },
  );
}
