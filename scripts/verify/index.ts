/** `npm run verify -- NAME`: checks against tools that a fresh clone does not hold. */
import { verifyAws } from "./aws";
import { verifyImages } from "./images";
import { verifyWorkflows } from "./workflows";

const verifications: Readonly<Record<string, (argv: readonly string[]) => Promise<number>>> = {
  aws: verifyAws,
  images: verifyImages,
  workflows: verifyWorkflows,
};

async function main(argv: readonly string[]): Promise<number> {
  const [name = "", ...rest] = argv;
  const verify = Object.hasOwn(verifications, name) ? verifications[name] : undefined;
  if (verify !== undefined) return verify(rest);
  const known = Object.keys(verifications).join(", ");
  process.stderr.write(
    `${name === "" ? "no verification is named" : `verification "${name}" is unknown`}; there are: ${known}\n`,
  );
  return 2;
}

void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
