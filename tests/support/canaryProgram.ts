/**
 * A program full of secrets, for the search that none of them leaves the plan: a secret from configuration, a generated
 * password and a kubeconfig with a token, in every place where a program can put one. `azora:fail` says how it ends.
 */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

/** The token in the kubeconfig of a stack; nothing else in the project has this text. */
function tokenCanary(stack: string): string {
  return `canary-token-9b1f0c5ae2d84476-${stack}`;
}
/** What a person typed as a secret. */
const configCanary = 'canary-config-"quoted"-6cf2e1\nsecond line';

interface VaultArgs {
  readonly password: pulumi.Input<string>;
  readonly nested: readonly { readonly deep: pulumi.Input<string> }[];
}

class Vault extends pulumi.ComponentResource {
  constructor(name: string, args: VaultArgs, opts: pulumi.ComponentResourceOptions) {
    super("azora:test:Vault", name, args, opts);
    this.registerOutputs({ held: args.password });
  }
}

function kubeconfig(): pulumi.Output<string> {
  return pulumi.secret(
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      users: [{ name: "admin", user: { token: tokenCanary(pulumi.getStack()) } }],
    }),
  );
}

/** Ends the program in one of the ways in which a program fails, with a secret in what it says. */
const endings: Readonly<Record<string, (secret: string) => void>> = {
  throw: (secret) => {
    throw new Error(`cannot use ${secret}`);
  },
  reject: (secret) => {
    void Promise.reject(new Error(`cannot use ${secret}`));
  },
  apply: (secret) => {
    pulumi.secret(secret).apply((known) => {
      throw new Error(`cannot use ${known}`);
    });
  },
  log: (secret) => {
    void pulumi.log.error(`cannot use ${secret}`);
  },
  // A message is often JSON, and then the secret's quotes and line breaks are escaped.
  json: (secret) => {
    throw new Error(`cannot use ${JSON.stringify({ given: secret })}`);
  },
  configuration: () => {
    throw Object.assign(new Error(`cannot use ${configCanary}`), { name: "ConfigurationError" });
  },
};

/** Leaves Pulumi's own care behind, as a program does that takes values out of outputs. */
function valueOf(output: pulumi.Output<string>): Promise<string> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}

function isKnown(output: pulumi.Output<string>): Promise<boolean> {
  return (output as unknown as { readonly isKnown: Promise<boolean> }).isKnown;
}

async function program(): Promise<object> {
  const config = new pulumi.Config();
  const given = config.requireSecret("given");
  const password = new random.RandomPassword("password", { length: 24 });
  const configText = kubeconfig();
  const provider = new kubernetes.Provider("cluster", { kubeconfig: configText });
  new Vault("vault", { password: password.result, nested: [{ deep: given }] }, { provider });
  new kubernetes.core.v1.Secret(
    "everything",
    {
      metadata: { name: "everything", annotations: { note: pulumi.interpolate`see ${given}` } },
      stringData: {
        given,
        password: password.result,
        kubeconfig: configText,
        together: pulumi.jsonStringify({ given, password: password.result, kubeconfig: configText }),
      },
      data: { encoded: given.apply((known) => Buffer.from(known).toString("base64")) },
    },
    { provider },
  );
  // What gates refuse, and say what they found.
  new kubernetes.helm.v3.Release(
    "cert-manager",
    {
      chart: "cert-manager",
      values: { extraObjects: [{ kind: "Secret", stringData: { given, kubeconfig: configText } }] },
    },
    { provider },
  );
  new kubernetes.core.v1.PodPatch(
    "patched",
    {
      metadata: { name: "patched" },
      spec: { containers: [{ name: "app", command: [given], args: [password.result, configText] }] },
    },
    { provider },
  );
  new random.RandomPet("pet", { keepers: { given }, prefix: pulumi.interpolate`p-${password.result}` });

  const ending = config.get("fail");
  if (ending !== undefined) {
    const secrets: Readonly<Record<string, pulumi.Output<string>>> = {
      config: given,
      token: configText,
      password: password.result,
    };
    const secret = secrets[config.require("secret")] ?? given;
    // In a preview the password is unknown, and only the other mode can say it.
    if (await isKnown(secret)) endings[ending]?.(await valueOf(secret));
  }
  return {
    given,
    password: password.result,
    kubeconfig: configText,
    list: [given, { password: password.result }],
    length: given.apply((known) => known.length),
  };
}

export = Object.assign(program, { tokenCanary, configCanary });
