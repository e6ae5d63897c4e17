/**
 * The two calls of Cloudflare's Load Balancing API that the controller makes ("Pools", developers.cloudflare.com/api):
 * `GET /accounts/{id}/load_balancers/pools` and `PATCH …/pools/{pool}` with `enabled` and `description` alone, which overwrites
 * the properties that are given, so that nothing else changes that the platform's code describes.
 */
import { claimed, sealed, unmarked } from "./mark";
import type { Pool, Settings, Write } from "./types";

export interface ApiArgs {
  /** For example `https://api.cloudflare.com/client/v4`. */
  readonly baseUrl: string;
  readonly accountId: string;
  /** Read before each call, so that a rotated token counts at once. */
  readonly token: () => Promise<string>;
  /** Name of a pool → its region; other pools are not ours. */
  readonly regionOf: ReadonlyMap<string, string>;
  readonly settings: Pick<Settings, "apiTimeoutMs" | "retryAfterMsMax">;
}

/** A call failed; `status` is the HTTP status, or `timeout`, `network`, `answer`. */
export class ApiError extends Error {
  constructor(
    readonly status: string,
    message: string,
    /** Whether the call may have been done all the same. */
    readonly isUnsure: boolean,
    readonly retryAfterMs: number | undefined,
  ) {
    super(message);
  }
}

/** What of a pool is changed. */
export interface Change {
  readonly enabled?: boolean;
  readonly description: string;
}

/** What a write changes. @param by the region whose controller writes. @param epoch milliseconds since 1970. */
export function changeOf({ kind, pool }: Write, by: string, epoch: number): Change {
  const { description, disabledAt } = pool;
  switch (kind) {
    case "disable":
      return { enabled: false, description: claimed(description, by, epoch) };
    case "enable":
      return { enabled: true, description: unmarked(description) };
    case "seal":
      return { description: sealed(description, disabledAt ?? "") };
    case "release":
      return { description: unmarked(description) };
  }
}

/** Pools a page: the most that the API gives. */
const perPage = 1000;

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Milliseconds that a `Retry-After` of seconds or of a date asks for; `undefined` without one. */
export function retryAfterMs(header: string | null, nowEpochMs: number): number | undefined {
  if (header === null || header.trim() === "") return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - nowEpochMs;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

export class PoolsApi {
  constructor(private readonly args: ApiArgs) {}

  /** The regions' pools. @throws ApiError */
  async list(): Promise<readonly Pool[]> {
    const result = await this.call("GET", `?per_page=${perPage}`);
    if (!Array.isArray(result))
      throw new ApiError("answer", "the list of pools is no list", false, undefined);
    return result.flatMap((item) => this.poolOf(item) ?? []);
  }

  /**
   * Changes a pool.
   * @returns the pool as it is now.
   * @throws ApiError
   */
  async change(pool: Pool, change: Change): Promise<Pool> {
    const answered = await this.call("PATCH", `/${encodeURIComponent(pool.id)}`, { ...change });
    const changed = this.poolOf(answered);
    if (changed?.id !== pool.id || (change.enabled ?? changed.enabled) !== changed.enabled)
      throw new ApiError("answer", `the API answered with another pool than "${pool.id}"`, true, undefined);
    return changed;
  }

  private poolOf(value: unknown): Pool | undefined {
    if (!isObject(value)) return undefined;
    const { id, name, enabled, disabled_at: disabledAt, modified_on: modifiedAt, description } = value;
    const region = typeof name === "string" ? this.args.regionOf.get(name) : undefined;
    if (typeof id !== "string" || region === undefined) return undefined;
    // Enabled is the default of the API, which may then leave the field out.
    const isEnabled = enabled !== false;
    return {
      id,
      region,
      enabled: isEnabled,
      disabledAt: !isEnabled && typeof disabledAt === "string" ? disabledAt : null,
      modifiedAt: typeof modifiedAt === "string" ? modifiedAt : null,
      description: typeof description === "string" ? description : "",
    };
  }

  private async call(method: string, below: string, body?: Json): Promise<unknown> {
    const { baseUrl, accountId, settings } = this.args;
    const token = await this.args.token();
    let response: Response;
    let text: string;
    try {
      response = await fetch(
        `${baseUrl}/accounts/${encodeURIComponent(accountId)}/load_balancers/pools${below}`,
        {
          method,
          headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          redirect: "error",
          signal: AbortSignal.timeout(settings.apiTimeoutMs),
        },
      );
      text = await response.text();
    } catch (error) {
      const { name, message, cause } = error as {
        name?: string;
        message?: string;
        cause?: { message?: string };
      };
      const isTimeout = name === "TimeoutError";
      const reason = cause?.message ?? message ?? "unknown";
      throw new ApiError(isTimeout ? "timeout" : "network", `${method} pools: ${reason}`, true, undefined);
    }
    let answer: unknown;
    try {
      answer = JSON.parse(text);
    } catch {
      answer = undefined;
    }
    if (response.ok && isObject(answer) && answer["success"] === true) return answer["result"];
    const errors = isObject(answer) && Array.isArray(answer["errors"]) ? answer["errors"] : [];
    const said = errors.flatMap((each) =>
      isObject(each) ? [`${String(each["code"])} ${String(each["message"])}`] : [],
    );
    const asked = retryAfterMs(response.headers.get("retry-after"), Date.now());
    throw new ApiError(
      response.ok ? "answer" : String(response.status),
      `${method} pools: status ${response.status}${said.length > 0 ? `, ${said.join("; ")}` : ""}`,
      response.status >= 500,
      asked === undefined ? undefined : Math.min(asked, settings.retryAfterMsMax),
    );
  }
}
