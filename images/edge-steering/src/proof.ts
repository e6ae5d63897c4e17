/**
 * Proof that a report comes from a controller: an HMAC-SHA256 over what is said, to whom and when, by a key that the regions'
 * controllers share. It shows who speaks, and hides nothing: between the regions the network encrypts.
 */
import { createHmac, timingSafeEqual } from "node:crypto";

/** The newest key first: it signs; each of them is accepted, so that a key can be replaced region by region. */
export type Keys = readonly [string, ...string[]];

export const timeHeader = "x-edge-steering-time";
export const proofHeader = "x-edge-steering-proof";

/** A message may be this old, or as much ahead of the receiver's clock, in milliseconds: a recorded one is of no use later. */
export const proofMsMax = 10_000;

/** What is proven. */
export interface Message {
  readonly from: string;
  readonly to: string;
  /** Proof of the report that this one answers; empty for one that asks. */
  readonly answers: string;
  readonly body: string;
}

function macOf(key: string, { from, to, answers, body }: Message, time: string): string {
  return createHmac("sha256", key).update([from, to, time, answers, body].join("\n")).digest("hex");
}

/** The headers of a message. @param epoch milliseconds since 1970. */
export function prove(keys: Keys, message: Message, epoch: number): Readonly<Record<string, string>> {
  const time = String(Math.round(epoch));
  return { [timeHeader]: time, [proofHeader]: macOf(keys[0], message, time) };
}

/** Whether a message is of a controller that has one of the keys, for this receiver, and of now. */
export function isProven(
  keys: Keys,
  message: Message,
  { time, proof }: { readonly time: string; readonly proof: string },
  epoch: number,
): boolean {
  if (!/^\d{1,16}$/.test(time) || Math.abs(epoch - Number(time)) > proofMsMax) return false;
  const given = Buffer.from(proof, "hex");
  return keys.some((key) => {
    const wanted = Buffer.from(macOf(key, message, time), "hex");
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}
