/**
 * `npm run purge -- TAG…`: empties the edge's caches of what carries a tag, in all data centres at once.
 * Signs in by CLOUDFLARE_API_TOKEN (right: Cache Purge of the zone). Exit 0 when the edge has taken the call, 1 when it refused
 * it, 2 when the call is wrong.
 */
import path from "node:path";
import Cloudflare from "cloudflare";
import { cacheClasses } from "../../components/facts/edgeShield";
import { globalStackName } from "../../components/facts/regions";
import { messageOf } from "../../preview/engine/faults";
import { projectName, readStackFile } from "../../preview/stackFiles";

const allowed = cacheClasses.map(({ tag }) => tag);
const root = process.env.AZORA_ROOT ?? path.join(__dirname, "..", "..");
/** A purge takes seconds at most; what takes longer has failed. */
const timeoutMs = 15_000;

/** What is wrong with a call; `undefined` if nothing is. */
function mistake(tags: readonly string[], token: string | undefined): string | undefined {
  if (tags.length === 0) return `no tag is given; allowed: ${allowed.join(", ")}`;
  const wrong = tags.find((tag) => !allowed.includes(tag));
  if (wrong !== undefined) return `tag is "${wrong}"; allowed: ${allowed.join(", ")}`;
  return token ? undefined : "CLOUDFLARE_API_TOKEN is not set; allowed: a token that may purge the zone";
}

async function main(tags: readonly string[]): Promise<number> {
  const apiToken = process.env.CLOUDFLARE_API_TOKEN;
  const wrong = mistake(tags, apiToken);
  if (wrong !== undefined) {
    process.stderr.write(`error ${wrong}\n`);
    return 2;
  }
  const project = projectName(root);
  const zoneId = readStackFile(root, project, globalStackName).config[`${project}:cloudflareZoneId`] ?? "";
  try {
    const client = new Cloudflare({ apiToken: apiToken ?? "", timeout: timeoutMs, maxRetries: 2 });
    await client.cache.purge({ zone_id: zoneId, tags: [...tags] });
  } catch (error) {
    process.stderr.write(
      `error the edge refused: ${messageOf(error).replaceAll(apiToken ?? "", "(token)")}\n`,
    );
    return 1;
  }
  process.stdout.write(`purged: ${tags.join(", ")}\n`);
  return 0;
}

void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
