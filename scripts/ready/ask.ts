/** Questions to what is deployed, and their answers: a question that fails is answered with "cannot tell", never with a crash. */

/** One question, and what its answer must be. */
export interface Question {
  /** Kind and name of what is asked about. */
  readonly what: string;
  /** AWS region, or the vendor of the edge. */
  readonly where: string;
  readonly wanted: string;
  /** @throws whatever the call threw: the answer is then "cannot tell". */
  readonly ask: (signal: AbortSignal) => Answer | Promise<Answer>;
}

export interface Answer {
  readonly found: string;
  readonly ok: boolean;
}

/** A row of the table. */
export interface Row extends Answer {
  readonly what: string;
  readonly where: string;
  readonly wanted: string;
}

export interface Limits {
  readonly timeoutMs: number;
  readonly atOnce: number;
  /** What must not stand in a reason: tokens and keys that the calls are signed with. */
  readonly secrets: readonly string[];
}

/** An answer that must be the wanted text. */
export function exactly(wanted: string, found: string): Answer {
  return { found, ok: found === wanted };
}

/** What the APIs call a thing that is not there. */
const absentNames = new Set(["ResourceNotFoundException", "NoSuchHostedZone"]);
/** How clients say that their call was given up; one call may answer several questions, the first of which gives it up. */
const lateNames = new Set(["AbortError", "TimeoutError", "APIUserAbortError"]);

interface ApiError {
  readonly name?: string;
  readonly message?: string;
  /** Cloudflare: the HTTP status. */
  readonly status?: number;
  /** The errors of Cloudflare's envelope, or of a connection that was tried at several addresses. */
  readonly errors?: readonly { readonly code?: number | string; readonly message?: string }[];
  readonly cause?: unknown;
}

function apiError(error: unknown): ApiError {
  return typeof error === "object" && error !== null ? error : { message: String(error) };
}

function messageOf({ message = "", status, errors = [], cause }: ApiError): string {
  const told = errors.map((one) => `${one.message ?? "no message"} (${one.code ?? "no code"})`).join(", ");
  const own = told === "" ? message : `${status ?? ""} ${told}`.trim();
  return cause === undefined ? own : `${own} ${messageOf(apiError(cause))}`;
}

const reasonLengthMax = 200;
/** Shorter texts are words: no key or token is. */
const secretLengthMin = 8;

/** Why a call failed, in one line, without secrets. */
export function reasonOf(error: unknown, secrets: readonly string[]): string {
  const told = apiError(error);
  const { name = "Error", status } = told;
  const text = messageOf(told);
  const named = name === "Error" || status !== undefined ? text : `${name}: ${text}`;
  const line = named.replace(/\s+/g, " ").trim();
  const open = secrets
    .filter((secret) => secret.length >= secretLengthMin)
    .reduce((left, secret) => left.replaceAll(secret, "…"), line);
  return open.length > reasonLengthMax ? `${open.slice(0, reasonLengthMax)}…` : open;
}

async function rowOf({ what, where, wanted, ask }: Question, limits: Limits): Promise<Row> {
  const signal = AbortSignal.timeout(limits.timeoutMs);
  const tooLate = `no answer within ${limits.timeoutMs / 1000} s`;
  // Whatever a client makes of the signal, the question ends with it.
  const late = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => {
      reject(new Error(tooLate));
    });
  });
  const no = (found: string): Row => ({ what, where, wanted, found, ok: false });
  try {
    const answer = await Promise.race([Promise.resolve(signal).then(ask), late]);
    return { what, where, wanted, ...answer };
  } catch (error) {
    const { name = "", status } = apiError(error);
    const kind = error instanceof Error ? error.constructor.name : "";
    if (status === 404 || absentNames.has(name)) return no("absent");
    const isLate = lateNames.has(name) || lateNames.has(kind);
    return no(`cannot tell: ${isLate ? tooLate : reasonOf(error, limits.secrets)}`);
  }
}

/** Asks everything, so many at once, and gives the rows in the order of the questions. */
export async function askAll(questions: readonly Question[], limits: Limits): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const left = questions.entries();
  const worker = async (): Promise<void> => {
    for (const [index, question] of left) rows[index] = await rowOf(question, limits);
  };
  await Promise.all(Array.from({ length: limits.atOnce }, worker));
  return rows;
}

/** Keeps what a call gave, by a key, for all questions that need it. */
export class Once {
  private readonly calls = new Map<string, Promise<unknown>>();

  get<T>(key: string, call: () => Promise<T>): Promise<T> {
    const begun = (this.calls.get(key) as Promise<T> | undefined) ?? call();
    this.calls.set(key, begun);
    return begun;
  }
}

const dayMs = 86_400_000;

/** How long a certificate must still be valid. */
export interface Validity {
  readonly now: Date;
  readonly daysLeftMin: number;
}

/** Until when a certificate is valid, and whether that is long enough. */
export function validUntil(end: Date | undefined, { now, daysLeftMin }: Validity): Answer {
  if (end === undefined || Number.isNaN(end.getTime())) return { found: "without an end", ok: false };
  return {
    found: `until ${end.toISOString().slice(0, 10)}`,
    ok: end.getTime() - now.getTime() >= daysLeftMin * dayMs,
  };
}
