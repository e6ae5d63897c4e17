/** What the controller is given beside its configuration: a token, keys, certificates; never part of a log. */
import { readFile } from "node:fs/promises";
import { ConfigError } from "./config";
import type { Credentials } from "./probe";
import type { Keys } from "./proof";

type Environment = Readonly<Record<string, string | undefined>>;

/** A secret of the environment: a file that is read each time, so that it can be replaced, or the value itself. */
function secretSource(env: Environment, name: string): () => Promise<string> {
  const file = env[`${name}_FILE`];
  const value = env[name];
  if (file !== undefined && file !== "") return async () => (await readFile(file, "utf8")).trim();
  if (value !== undefined && value !== "") return () => Promise.resolve(value);
  throw new ConfigError(`neither ${name}_FILE nor ${name} is set; one of them is needed`);
}

/** Where the API's token comes from; the token itself is never part of the configuration. @throws ConfigError */
export function tokenSource(env: Environment): () => Promise<string> {
  return secretSource(env, "EDGE_STEERING_TOKEN");
}

/** As many characters as an HMAC-SHA256 has bits to make use of, in hexadecimal digits or better. */
const keyCharactersMin = 32;

/** Where the keys come from by which controllers prove their reports: one a line, the newest first. @throws ConfigError */
export function keySource(env: Environment): () => Promise<Keys> {
  const read = secretSource(env, "EDGE_STEERING_KEYS");
  return async () => {
    const [first = "", ...others] = (await read()).split(/\s+/);
    const keys: Keys = [first, ...others];
    const short = keys.findIndex((key) => key.length < keyCharactersMin);
    if (short >= 0)
      throw new ConfigError(
        `EDGE_STEERING_KEYS: key ${short + 1} has ${keys[short]?.length ?? 0} characters; allowed: ${keyCharactersMin} or more`,
      );
    return keys;
  };
}

/**
 * What probes show and whom they believe: files that are read each time, so that certificates can be renewed. What was read last
 * stays where they cannot be read later: a file that is being replaced is no sign of a dead region.
 * @throws ConfigError (when first asked) naming the variable whose file holds no PEM; the error of the file system where there is
 * none.
 */
export function credentialsSource(env: Environment): () => Promise<Credentials> {
  const read = async (name: string, holds: RegExp, allowed: string): Promise<string | undefined> => {
    const file = env[name];
    if (file === undefined || file === "") return undefined;
    const pem = await readFile(file, "utf8");
    if (!holds.test(pem)) throw new ConfigError(`the file of ${name} holds no ${allowed}`);
    return pem;
  };
  const readAll = async (): Promise<Credentials> => ({
    identity: await read(
      "EDGE_STEERING_IDENTITY_FILE",
      /-----BEGIN CERTIFICATE-----[^]*-----BEGIN (EC )?PRIVATE KEY-----|-----BEGIN (EC )?PRIVATE KEY-----[^]*-----BEGIN CERTIFICATE-----/,
      "key and certificate, PEM",
    ),
    authorities: await read(
      "EDGE_STEERING_AUTHORITIES_FILE",
      /-----BEGIN CERTIFICATE-----/,
      "certificates, PEM",
    ),
  });
  let last: Credentials | undefined;
  return async () => {
    try {
      last = await readAll();
    } catch (error) {
      if (last === undefined) throw error;
    }
    return last;
  };
}
