/**
 * The operator's program, in its image (`images/operator`): `restore …` and `recovery …` are what `npm run restore` and `npm run
 * recovery` are, for the region that AZORA_REGION names, in the account AZORA_ACCOUNT_ID and below AZORA_DOMAIN. KUBECONFIG names the
 * file by which kubectl reaches clusters; it is written here.
 */
import { writeFileSync } from "node:fs";
import { allRegions } from "../../components/facts/regions";
import { wallClock } from "../recovery/clock";
import { run as runRecovery } from "../recovery/run";
import { bash } from "../restore/carry";
import { run as runRestore } from "../restore/run";
import { streams } from "../restore/streams";
import { contexts } from "./contexts";

const { complain } = streams;

function needed(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "")
    throw new Error(`${name} is missing; allowed: what the workflow's template sets`);
  return value;
}

/** What a workflow passes where nothing was said, and a person would leave out; who asked and who allowed must be said. */
const unsaid = ["--lost=", "--table=", "--ledger=", "--repository=", "--if-due=no"];

async function main([command, ...words]: readonly string[]): Promise<number> {
  const argv = words
    .filter((word) => !unsaid.includes(word))
    .map((word) => (word === "--if-due=yes" ? "--if-due" : word));
  const region = needed("AZORA_REGION");
  const domain = needed("AZORA_DOMAIN");
  const places = () => ({ accountIds: { [region]: needed("AZORA_ACCOUNT_ID") }, domain });
  const regions = allRegions().map(({ name }) => name);
  const reach = async (others: readonly string[]): Promise<void> => {
    writeFileSync(needed("KUBECONFIG"), await contexts(region, others, bash, complain), { mode: 0o600 });
  };
  switch (command) {
    case "restore":
      await reach(regions.filter((name) => name !== region));
      return runRestore(argv, { places, user: "", now: new Date(), ...streams, shell: bash });
    case "recovery":
      await reach([]);
      return runRecovery(["--region", region, ...argv], {
        places,
        clock: wallClock,
        ...streams,
        shell: bash,
      });
    default:
      complain(`error operator.command is ${JSON.stringify(command ?? "")}; allowed: restore, recovery\n`);
      return 2;
  }
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    complain(`error ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
