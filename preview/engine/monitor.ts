import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import * as resproto from "@pulumi/pulumi/proto/resource_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { stateOf } from "./computed";
import { madeUp } from "./madeUp";
import type { MadeUp } from "./madeUp/maker";
import type { InvokeAnswer, RecordedResource } from "./recorded";
import { withTexts } from "./unanswered";
import { containsSecret, type WireObject } from "./values";

export type { InvokeAnswer, RecordedResource } from "./recorded";

export interface RecordingMonitorArgs {
  readonly project: string;
  readonly stack: string;
  /** Preview mode leaves what a provider would compute unknown; resolved mode makes it up. */
  readonly preview: boolean;
  /** Outputs of other stacks, by the name that a StackReference asks for. */
  readonly stackOutputs: ReadonlyMap<string, WireObject>;
  readonly invoke?: InvokeAnswer;
}

type Callback = (error: unknown, response: unknown) => void;

/** An error that the SDK prints whole: it reads `details` and nothing else of a failed invoke. */
function rpcError(message: string): Error {
  return Object.assign(new Error(message), { details: message });
}

/** What made-up ARNs name where no provider says another: AWS's own example. */
const exampleAccount = "111122223333";
const exampleRegion = "us-east-1";

const stackType = "pulumi:pulumi:Stack";
const stackReferenceType = "pulumi:pulumi:StackReference";
const providerPrefix = "pulumi:providers:";

/**
 * Records what a program asks Pulumi's engine for, and answers as the engine would: URNs, default providers, versions
 * and secrets equal the real engine's (ENGINE.md, section 2).
 */
export class RecordingMonitor extends MockMonitor {
  readonly recorded = new Map<string, RecordedResource>();
  readonly faults: string[] = [];
  /** Counts requests, so that a run that stands still can be told from a slow one. */
  requests = 0;
  stackOutputs: WireObject = {};
  private ended = false;
  private readonly defaultProviders = new Set<string>();

  constructor(private readonly args: RecordingMonitorArgs) {
    super({ newResource: () => ({ id: undefined, state: {} }), call: () => ({}) });
  }

  /** The program has ended: what is still asked for comes too late, and a real run may or may not see it. */
  end(): void {
    this.ended = true;
  }

  private refuseWhenEnded(what: string): void {
    if (this.ended)
      throw rpcError(
        `${what} after the program has ended; allowed: what the program awaits, or makes while it runs`,
      );
  }

  override async registerResource(
    request: resproto.RegisterResourceRequest,
    callback: Callback,
  ): Promise<void> {
    this.requests++;
    await Promise.resolve();
    try {
      this.refuseWhenEnded(`registers ${request.getType()} "${request.getName()}"`);
      const recorded = this.record(request);
      const response = new resproto.RegisterResourceResponse();
      response.setUrn(recorded.urn);
      response.setId(recorded.id);
      response.setObject(Struct.fromJavaScript(recorded.outputs));
      callback(null, response);
    } catch (error) {
      this.fail(error, callback);
    }
  }

  override async readResource(request: resproto.ReadResourceRequest, callback: Callback): Promise<void> {
    this.requests++;
    await Promise.resolve();
    try {
      const type = request.getType();
      const name = request.getName();
      this.refuseWhenEnded(`reads ${type} "${name}"`);
      if (type !== stackReferenceType) {
        throw rpcError(`reads an existing resource (${type} "${name}"), which no offline plan can know`);
      }
      if (name !== request.getId()) {
        throw rpcError(
          `refers to stack "${request.getId()}" by the name "${name}"; allowed: the stack's own name, by which rules tell where a value comes from`,
        );
      }
      const outputs = this.args.stackOutputs.get(request.getId());
      if (outputs === undefined) {
        const known = [...this.args.stackOutputs.keys()].join(", ");
        throw rpcError(
          `refers to stack "${request.getId()}", which is not planned (planned: ${known || "none"})`,
        );
      }
      this.useDefaultProvider("pulumi", "");
      const response = new resproto.ReadResourceResponse();
      response.setUrn(this.urnOf(request.getParent(), type, name));
      response.setProperties(
        Struct.fromJavaScript({
          name: request.getId(),
          outputs,
          secretOutputNames: Object.keys(outputs).filter((key) => containsSecret(outputs[key])),
        }),
      );
      callback(null, response);
    } catch (error) {
      this.fail(error, callback);
    }
  }

  override async invoke(request: resproto.ResourceInvokeRequest, callback: Callback): Promise<void> {
    this.requests++;
    await Promise.resolve();
    try {
      const token = request.getTok();
      this.refuseWhenEnded(`calls ${token}`);
      const args = request.getArgs()?.toJavaScript() ?? {};
      const answer = this.args.invoke?.(token, args);
      if (!answer) throw rpcError(`calls ${token}, and nothing answers that offline`);
      const response = new resproto.ResourceInvokeResponse();
      response.setReturn(Struct.fromJavaScript(answer));
      callback(null, response);
    } catch (error) {
      this.fail(error, callback);
    }
  }

  override registerResourceOutputs(
    request: resproto.RegisterResourceOutputsRequest,
    callback: Callback,
  ): void {
    this.requests++;
    const resource = this.recorded.get(request.getUrn());
    if (!resource) {
      this.fail(rpcError(`registers outputs of ${request.getUrn()}, which does not exist`), callback);
      return;
    }
    resource.outputs = withTexts(request.getOutputs()?.toJavaScript() ?? {});
    if (resource.type === stackType) this.stackOutputs = resource.outputs;
    callback(null, {});
  }

  private fail(error: unknown, callback: Callback): void {
    this.faults.push(error instanceof Error ? error.message : String(error));
    callback(error, undefined);
  }

  private record(request: resproto.RegisterResourceRequest): RecordedResource {
    const type = request.getType();
    const name = request.getName();
    const urn = this.urnOf(request.getParent(), type, name);
    if (this.recorded.has(urn)) throw rpcError(`two resources have the URN ${urn}`);
    if (request.getRemote()) {
      throw rpcError(`${type} "${name}" is a remote component, whose children no offline plan can see`);
    }
    const inputs = withTexts(request.getObject()?.toJavaScript() ?? {});
    const isProvider = type.startsWith(providerPrefix);
    if (isProvider && request.getVersion() !== "") inputs.version = request.getVersion();
    const custom = request.getCustom();
    const registered = {
      urn,
      type,
      name,
      parent: request.getParent(),
      provider: custom && !isProvider ? this.providerOf(request) : "",
      custom,
      protect: request.getProtect() ?? false,
      dependencies: [...request.getDependenciesList()].sort(),
      propertyDependencies: Object.fromEntries(
        [...request.getPropertydependenciesMap().entries()].map(([key, deps]) => [key, deps.getUrnsList()]),
      ),
      ignoreChanges: request.getIgnorechangesList(),
      inputs,
    };
    const computed = custom ? this.madeUp(registered) : { id: "", outputs: {} };
    const recorded: RecordedResource = {
      ...registered,
      id: this.args.preview ? "" : computed.id,
      outputs: custom
        ? stateOf(inputs, computed.outputs, request.getAdditionalsecretoutputsList(), this.args.preview)
        : {},
    };
    this.recorded.set(urn, recorded);
    return recorded;
  }

  /** Made up for the account and region that the resource's provider names. */
  private madeUp(resource: Omit<RecordedResource, "id" | "outputs">): MadeUp {
    const { region, allowedAccountIds } = this.recorded.get(resource.provider)?.inputs ?? {};
    // A provider takes its lists as JSON text.
    const [account] =
      typeof allowedAccountIds === "string" ? (JSON.parse(allowedAccountIds) as string[]) : [];
    return madeUp({
      ...resource,
      providerRegion: typeof region === "string" ? region : exampleRegion,
      providerAccount: account ?? exampleAccount,
    });
  }

  /** The engine's URN: types of the whole chain of parents, and nothing for the stack. */
  private urnOf(parent: string, type: string, name: string): string {
    const parentType = parent.split("::")[2] ?? "";
    const qualified = parentType === "" || parentType === stackType ? type : `${parentType}$${type}`;
    return `urn:pulumi:${this.args.stack}::${this.args.project}::${qualified}::${name}`;
  }

  private providerOf(request: resproto.RegisterResourceRequest): string {
    const reference = request.getProvider();
    if (reference !== "") return reference.slice(0, reference.lastIndexOf("::"));
    return this.useDefaultProvider(request.getType().split(":")[0] ?? "", request.getVersion());
  }

  /** The engine makes a default provider a package and version when one is first needed. */
  private useDefaultProvider(pkg: string, version: string): string {
    const type = `${providerPrefix}${pkg}`;
    const name = version === "" ? "default" : `default_${version.replaceAll(/[^A-Za-z0-9_]/g, "_")}`;
    const urn = `urn:pulumi:${this.args.stack}::${this.args.project}::${type}::${name}`;
    if (!this.defaultProviders.has(urn)) {
      this.defaultProviders.add(urn);
      const inputs: WireObject = version === "" ? {} : { version };
      this.recorded.set(urn, {
        urn,
        type,
        name,
        parent: "",
        provider: "",
        custom: true,
        id: "",
        protect: false,
        dependencies: [],
        propertyDependencies: {},
        ignoreChanges: [],
        inputs,
        outputs: inputs,
      });
    }
    return urn;
  }
}
