import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { dataClassNames } from "../../components/facts/dataClasses";
import { jurisdictions } from "../../components/facts/jurisdictions";
import { allRegions } from "../../components/facts/regions";
import type { PlanObject } from "../../preview/engine/values";
import type { PlannedResource } from "../../preview/plan";
import { packageOf } from "../../preview/summary";
import { projectName, readStackFile } from "../../preview/stackFiles";
import { StackFiles, testDay } from "../support/cli";
import { nameFaults, nameLimits } from "../support/nameLimits";
import { allResources, planAllStacks } from "../support/plan";

const root = path.resolve(__dirname, "..", "..");

interface Source {
  /** From the project's root. */
  readonly file: string;
  readonly text: string;
  /** The text without its comments. */
  readonly code: string;
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/(^|\s)\/\/.*$/gm, "$1");
}

function sourcesIn(folder: string): Source[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|cjs)$/.test(name))
    .map((name) => {
      const file = path.posix.join(folder, name.split(path.sep).join("/"));
      const text = readFileSync(path.join(root, file), "utf8");
      return { file, text, code: withoutComments(text) };
    });
}

const components = sourcesIn("components");
const stacks = sourcesIn("stacks");
const preview = sourcesIn("preview");
const isFact = ({ file }: Source): boolean => file.startsWith("components/facts/");

interface ComponentClass {
  readonly token: string;
  readonly name: string;
  readonly room: string;
  readonly file: string;
  /** Public fields that are outputs, and whether they may be absent. */
  readonly outputs: readonly { readonly field: string; readonly optional: boolean }[];
  /** Whether the constructor ends by registering outputs. */
  readonly registers: boolean;
}

/** The component classes of a source, as it declares them. */
function classesOf({ file, code }: Source): ComponentClass[] {
  return code
    .split(/^(?=export class )/m)
    .filter((part) => /^export class \w+ extends pulumi\.ComponentResource/.test(part))
    .map((part) => ({
      token: /super\(\s*"([^"]+)"/.exec(part)?.[1] ?? "",
      name: /^export class (\w+)/.exec(part)?.[1] ?? "",
      room: file.split("/")[1] ?? "",
      file,
      outputs: [...part.matchAll(/^ {2}(?:public )?readonly (\w+)(\??): (.*\bOutput<.*);$/gm)].map(
        ([, field = "", mark, type = ""]) => ({
          field,
          optional: mark === "?" || type.includes("undefined"),
        }),
      ),
      registers: /this\.registerOutputs\(\{[^;]*\}\);\n {2}\}\n/.test(part),
    }));
}

const classes = components.flatMap(classesOf);
let all: readonly PlannedResource[];

/** The project's own stack files, with what they leave open. */
const stackFiles = new StackFiles();

beforeAll(async () => {
  stackFiles.setOrganization();
  stackFiles.setSteering();
  all = allResources(await planAllStacks({ root: stackFiles.home })).map(({ resource }) => resource);
});
afterAll(() => {
  stackFiles.remove();
});

describe("component classes", () => {
  test("are all found: every file that extends ComponentResource declares one", () => {
    const files = components.filter(({ code }) => code.includes("ComponentResource {"));
    expect(classes.map(({ file }) => file).sort()).toEqual(files.map(({ file }) => file).sort());
    expect(classes.length).toBeGreaterThan(30);
  });

  test.each(classes.map((found) => [found.name, found] as const))(
    "%s has the type azora:<room>:<Class>, and registers outputs",
    (name, { token, room, registers }) => {
      expect(token).toBe(`azora:${room}:${name}`);
      expect(registers).toBe(true);
    },
  );

  test("of the plan are those of the sources, and every one is used", () => {
    const planned = new Set(all.map(({ type }) => type).filter((type) => packageOf(type) === "azora"));
    expect([...planned].sort()).toEqual(classes.map(({ token }) => token).sort());
  });
});

describe("what components register", () => {
  interface Registered {
    readonly urn: string;
    readonly type: string;
    readonly outputs: readonly string[];
  }
  let registered: Registered[];
  beforeAll(() => {
    // In a process of its own: the plan keeps no outputs of components.
    const child = `
      require("./scripts/transpile.cjs");
      const { runProgram } = require("./preview/engine/run.ts");
      const program = require("./stacks/index.ts");
      const files = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
      (async () => {
        const found = [];
        const stackOutputs = new Map();
        for (const file of files) {
          const run = await runProgram({ ...file, preview: false, program, stackOutputs });
          stackOutputs.set("organization/" + file.project + "/" + file.stack, run.outputs);
          for (const { urn, type, outputs } of run.resources.values())
            if (type.startsWith("azora:")) found.push({ urn, type, outputs: Object.keys(outputs) });
        }
        process.stdout.write(JSON.stringify(found));
      })();`;
    const project = projectName(root);
    const files = [...allRegions().map(({ name }) => name), "global"].map((stack) => {
      const { config, secretKeys } = readStackFile(stackFiles.home, project, stack);
      return { project, stack, secretKeys, config: { ...config, [`${project}:asOf`]: testDay } };
    });
    const printed = execFileSync(process.execPath, ["-e", child], {
      cwd: root,
      input: JSON.stringify(files),
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });
    registered = JSON.parse(printed) as Registered[];
  });

  test("is read from every component of every stack", () => {
    expect(registered.length).toBeGreaterThan(150);
    expect(new Set(registered.map(({ type }) => type)).size).toBe(classes.length);
  });

  test.each(classes.filter(({ outputs }) => outputs.length > 0).map((found) => [found.name, found] as const))(
    "by %s is every output that it names",
    (_, { token, outputs }) => {
      const instances = registered.filter(({ type }) => type === token);
      for (const { field, optional } of outputs) {
        const having = instances.filter((instance) => instance.outputs.includes(field));
        // The Local Zone's are those of one region only.
        expect([field, optional ? having.length > 0 : having.length]).toEqual([
          field,
          optional ? true : instances.length,
        ]);
      }
    },
  );

  test("by RegionFoundation is something of each of its parts", () => {
    const foundations = registered.filter(({ type }) => type === "azora:cluster:RegionFoundation");
    expect(foundations).toHaveLength(allRegions().length);
    for (const { outputs } of foundations)
      expect([...outputs].sort()).toEqual([
        "alertTopicArn",
        "bucketNames",
        "ingress",
        "keyArns",
        "logBucketName",
        "network",
        "registry",
        "runner",
      ]);
  });

  test("is empty only where a component names no output", () => {
    const silent = classes.filter(({ token }) =>
      registered.some(({ type, outputs }) => type === token && outputs.length === 0),
    );
    expect(silent.flatMap(({ outputs }) => outputs)).toEqual([]);
  });
});

describe("the tree of resources", () => {
  const isProvider = (type: string): boolean => type.startsWith("pulumi:providers:");

  test("has providers and components directly below a stack, and nothing else", () => {
    const stackUrns = new Set(all.filter(({ type }) => type === "pulumi:pulumi:Stack").map(({ urn }) => urn));
    expect(stackUrns.size).toBe(allRegions().length + 1);
    const below = all.filter(({ parent }) => stackUrns.has(parent));
    expect(below.length).toBeGreaterThan(stackUrns.size);
    const loose = below.filter(({ type }) => !isProvider(type) && packageOf(type) !== "azora");
    expect(loose.map(({ urn }) => urn)).toEqual([]);
  });

  test("has a component above every other resource", () => {
    const byUrn = new Map(all.map((resource) => [resource.urn, resource]));
    const orphans = all.filter(({ type, parent }) => {
      if (type === "pulumi:pulumi:Stack" || isProvider(type)) return false;
      const above = byUrn.get(parent)?.type ?? "";
      return packageOf(above) !== "azora" && above !== "pulumi:pulumi:Stack";
    });
    expect(orphans.map(({ urn }) => urn)).toEqual([]);
  });

  test("gives a name only once to a type within a stack, whatever the parents", () => {
    const names = all.map(({ urn, type, name }) => `${urn.split("::")[0] ?? ""} ${type} ${name}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});

/** Whether the provider's own SDK takes tags for a type. */
function isTaggable(type: string): boolean {
  const file = path.join(root, "node_modules", "@pulumi", "aws", `${type.split(":")[1] ?? ""}.js`);
  if (!existsSync(file)) throw new Error(`${type} has no file in @pulumi/aws`);
  return readFileSync(file, "utf8").includes('resourceInputs["tags"] = args');
}

const mandatoryTags = [
  "owner",
  "team",
  "service",
  "cost-center",
  "data-class",
  "jurisdiction",
  "environment",
] as const;

/** What is missing from, or wrong with, the tags of a resource. */
function tagFaults({ inputs }: Pick<PlannedResource, "inputs">): string[] {
  const tags = (inputs.tags ?? {}) as PlanObject;
  const faults = mandatoryTags.filter((tag) => typeof tags[tag] !== "string" || tags[tag] === "");
  const values: [string, readonly string[]][] = [
    ["data-class", dataClassNames],
    ["jurisdiction", Object.keys(jurisdictions)],
    ["environment", ["production", "staging", "development"]],
  ];
  return [
    ...faults.map((tag) => `${tag} is missing`),
    ...values
      .filter(([tag, allowed]) => typeof tags[tag] === "string" && !allowed.includes(tags[tag]))
      .map(([tag]) => `${tag} is no such thing`),
  ];
}

describe("AWS resources", () => {
  test("that take tags carry every mandatory one", () => {
    const types = [...new Set(all.map(({ type }) => type).filter((type) => packageOf(type) === "aws"))];
    const taggable = new Set(types.filter(isTaggable));
    expect(taggable.has("aws:ec2/vpc:Vpc")).toBe(true);
    expect(taggable.has("aws:ec2/route:Route")).toBe(false);
    const untagged = all
      .filter(({ type }) => taggable.has(type))
      .map((resource) => ({ urn: resource.urn, faults: tagFaults(resource) }))
      .filter(({ faults }) => faults.length > 0);
    expect(untagged).toEqual([]);
  });

  test("without a tag, or with a made-up class, would be found", () => {
    const vpc = all.find(({ type }) => type === "aws:ec2/vpc:Vpc");
    const tags = vpc?.inputs.tags as PlanObject;
    expect(tagFaults({ inputs: { tags: { ...tags, owner: "" } } })).toEqual(["owner is missing"]);
    expect(tagFaults({ inputs: { tags: { ...tags, "data-class": "secret" } } })).toEqual([
      "data-class is no such thing",
    ]);
    expect(tagFaults({ inputs: {} })).toHaveLength(mandatoryTags.length);
  });

  test("and Kubernetes objects name their provider", () => {
    const named = all.filter(({ type }) => ["aws", "kubernetes"].includes(packageOf(type)));
    const byDefault = named.filter(
      ({ provider }) => provider === "" || /::default(_|$)/.test(provider.slice(provider.lastIndexOf("::"))),
    );
    expect(named.length).toBeGreaterThan(1000);
    expect(byDefault.map(({ urn }) => urn)).toEqual([]);
  });

  test("without a name of their own leave room for the one that Pulumi makes", () => {
    expect(all.filter(({ type }) => Object.hasOwn(nameLimits, type)).length).toBeGreaterThan(100);
    expect(all.flatMap(nameFaults)).toEqual([]);
  });

  test("whose made name would be too long would be found", () => {
    const group = { type: "aws:lb/targetGroup:TargetGroup", inputs: {}, urn: "u" };
    expect(nameFaults({ ...group, name: "x".repeat(24) })).toEqual([]);
    expect(nameFaults({ ...group, name: "x".repeat(25) })).toEqual(["u: 25 + 8 > 32"]);
    expect(nameFaults({ ...group, name: "x".repeat(25), inputs: { namePrefix: "https-" } })).toEqual([]);
    expect(nameFaults({ ...group, name: "x", inputs: { namePrefix: "https-x" } })).toEqual([
      "u: prefix https-x has more than 6",
    ]);
  });

  test("that let callers in to a cluster come before everything in it, and go after it", () => {
    const gates = [
      "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    ];
    for (const { name: region } of allRegions()) {
      const inRegion = all.filter(({ urn }) => urn.startsWith(`urn:pulumi:${region}::`));
      // Other regions' restores are let in by what is in the cluster, and not what makes that.
      const letIn = inRegion.filter(
        ({ urn, type, name }) =>
          !urn.includes("RecoveryWorkflows") &&
          (type === gates[0] || (type === gates[1] && name.includes("-api-from-"))),
      );
      const [provider] = inRegion.filter(({ type }) => type === "pulumi:providers:kubernetes");
      expect(letIn.length).toBeGreaterThanOrEqual(5);
      expect(provider?.dependencies).toEqual(expect.arrayContaining(letIn.map(({ urn }) => urn)));
    }
  });

  test("of the global stack do without the primary region's AWS region, and name their own", () => {
    const inGlobal = all.filter(({ urn }) => urn.startsWith("urn:pulumi:global::"));
    const primary = allRegions().find(({ role }) => role === "primary");
    const [provider] = inGlobal.filter(({ type }) => type === "pulumi:providers:aws");
    expect(allRegions().map(({ awsRegion }) => awsRegion)).toContain(provider?.inputs.region);
    expect(provider?.inputs.region).not.toBe(primary?.awsRegion);
    // Budgets, IAM, organisations and Route 53 are in no region; everything else says where it is.
    const regional = inGlobal.filter(
      ({ type }) => packageOf(type) === "aws" && !/^aws:(budgets|iam|organizations|route53)\//.test(type),
    );
    expect(regional.length).toBeGreaterThan(0);
    expect(regional.filter(({ inputs }) => typeof inputs.region !== "string")).toEqual([]);
  });

  test("are described in ASCII, which many AWS APIs insist on", () => {
    const described = all.filter(
      ({ type, inputs }) => packageOf(type) === "aws" && typeof inputs.description === "string",
    );
    expect(described.length).toBeGreaterThan(100);
    const others = described.filter(({ inputs }) => !/^[ -~]*$/.test(inputs.description as string));
    expect(others.map(({ urn }) => urn)).toEqual([]);
  });

  test("of a region are in that region's AWS region: each stack has one AWS provider", () => {
    for (const { name, awsRegion } of allRegions()) {
      const providers = all.filter(
        ({ urn, type }) => urn.startsWith(`urn:pulumi:${name}::`) && type === "pulumi:providers:aws",
      );
      expect(providers.map(({ inputs }) => inputs.region)).toEqual([awsRegion]);
    }
  });
});

describe("sources", () => {
  test.each([
    ["components", components],
    ["stacks", stacks],
    ["preview", preview],
  ])("of %s have 300 lines at most", (_, sources) => {
    expect(sources.length).toBeGreaterThan(5);
    const long = sources.filter(({ text }) => text.trimEnd().split("\n").length > 300);
    expect(long.map(({ file }) => file)).toEqual([]);
  });

  /** Literals that say which region is meant: its name, its AWS region, a zone in it. */
  function regionWords(code: string): string[] {
    const names = allRegions().map(({ name }) => name);
    const places = allRegions().map(({ awsRegion }) => awsRegion);
    return [...code.matchAll(/(["'`])((?:(?!\1).)*)\1/g)]
      .map(([, , text]) => text ?? "")
      .filter((text) => names.includes(text) || places.some((place) => text.includes(place)));
  }

  test("outside facts name no region: regions differ by their facts", () => {
    const named = [...components.filter((source) => !isFact(source)), ...stacks]
      // An example or an explanation in the words of a key is no decision.
      .map(({ file, code }) => ({
        file,
        code: code.replaceAll(/(?:example|description):\s*(["'`]).*?\1/gs, ""),
      }))
      .map(({ file, code }) => ({ file, words: regionWords(code) }))
      .filter(({ words }) => words.length > 0);
    expect(named).toEqual([]);
  });

  test("that name one would be found, and those that speak of one are not", () => {
    expect(regionWords('if (region.name === "africa") return;')).toEqual(["africa"]);
    expect(regionWords("const zone = `af-south-1a`;")).toEqual(["af-south-1a"]);
    expect(regionWords(withoutComments('// as "africa" has\n/** "europe" */ const x = "asian";'))).toEqual(
      [],
    );
  });

  test("of facts import facts only", () => {
    const imports = components
      .filter(isFact)
      .flatMap(({ file, code }) =>
        [...code.matchAll(/(?:from|import|require\()\s*["']([^"']+)["']/g)].map(
          ([, from]) => `${file}: ${from}`,
        ),
      );
    expect(imports.length).toBeGreaterThan(0);
    expect(imports.filter((line) => !/: \.\/\w+$/.test(line))).toEqual([]);
  });

  test("create no resource inside apply", () => {
    const created = [...components, ...stacks].filter(({ code }) =>
      /\.apply\((?:[^()]|\([^()]*\))*\bnew (?:aws|k8s|kubernetes|tls|random)\./.test(code),
    );
    expect(created.map(({ file }) => file)).toEqual([]);
  });
});
