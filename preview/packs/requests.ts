import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { policyInputs } from "../gates";
import type { RecordedResource } from "../engine/monitor";
import type { StackRun } from "../mode";

/** Requests for one resource, made once and sent to every pack. */
interface ResourceRequests {
  readonly analyze: proto.AnalyzeRequest;
  readonly stackResource: proto.AnalyzerResource;
}

function struct(inputs: object): Struct {
  return Struct.fromJavaScript(inputs as Record<string, JavaScriptValue>);
}

function optionsOf(resource: RecordedResource): proto.AnalyzerResourceOptions {
  const options = new proto.AnalyzerResourceOptions();
  options.setProtect(resource.protect);
  options.setIgnorechangesList([...resource.ignoreChanges]);
  options.setParent(resource.parent);
  // The SDK reads the timeouts without asking whether there are any.
  options.setCustomtimeouts(new proto.AnalyzerResourceOptions.CustomTimeouts());
  return options;
}

/** A provider as it is sent with each of its resources. */
function providerMessage(provider: RecordedResource): proto.AnalyzerProviderResource {
  const message = new proto.AnalyzerProviderResource();
  message.setType(provider.type);
  message.setName(provider.name);
  message.setUrn(provider.urn);
  message.setProperties(struct(policyInputs(provider.inputs)));
  return message;
}

/** A message that is sent several times, to each pack and by two calls, and is written once. */
function writtenOnce<T extends { serializeBinary(): Uint8Array }>(message: T): T {
  let bytes: Uint8Array | undefined;
  const write = message.serializeBinary.bind(message);
  message.serializeBinary = () => (bytes ??= write());
  return message;
}

/** What the engine sends of one resource: its inputs, its options and its provider. */
function requestsOf(
  resource: RecordedResource,
  provider: proto.AnalyzerProviderResource | undefined,
): ResourceRequests {
  const properties = struct(policyInputs(resource.inputs));
  const options = optionsOf(resource);
  const analyze = new proto.AnalyzeRequest();
  const stackResource = new proto.AnalyzerResource();
  for (const message of [analyze, stackResource]) {
    message.setType(resource.type);
    message.setName(resource.name);
    message.setUrn(resource.urn);
    message.setProperties(properties);
    message.setOptions(options);
    message.setProvider(provider);
  }
  stackResource.setParent(resource.parent);
  stackResource.setDependenciesList([...resource.dependencies]);
  for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
    const dependencies = new proto.AnalyzerPropertyDependencies();
    dependencies.setUrnsList([...urns]);
    stackResource.getPropertydependenciesMap().set(property, dependencies);
  }
  return { analyze: writtenOnce(analyze), stackResource };
}

/** What the engine sends of a run: each resource by itself, then all together. */
export interface RunRequests {
  readonly resources: readonly ResourceRequests[];
  readonly stack: proto.AnalyzeStackRequest;
}

const made = new WeakMap<object, RunRequests>();

/** The requests of a run, made once for all packs. */
export function requestsOfRun(run: Pick<StackRun, "resources">): RunRequests {
  const known = made.get(run);
  if (known) return known;
  // Few providers have all resources between them: each is made into a message once.
  const providers = new Map(
    run.resources
      .filter(({ type }) => type.startsWith("pulumi:providers:"))
      .map((provider) => [provider.urn, providerMessage(provider)]),
  );
  const resources = run.resources.map((resource) => requestsOf(resource, providers.get(resource.provider)));
  const stack = new proto.AnalyzeStackRequest();
  stack.setResourcesList(resources.map(({ stackResource }) => stackResource));
  const requests = { resources, stack: writtenOnce(stack) };
  made.set(run, requests);
  return requests;
}

/** How each policy is configured: the schema's defaults, what the pack's file sets, and what the run says. */
export function configurationOf(
  info: proto.AnalyzerInfo,
  config: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  run: Readonly<Record<string, unknown>>,
): proto.ConfigureAnalyzerRequest {
  const request = new proto.ConfigureAnalyzerRequest();
  for (const policy of info.getPoliciesList()) {
    const given = config[policy.getName()] ?? {};
    const properties = Object.entries(policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {});
    const defaults = properties.flatMap(([name, schema]) => {
      const value = (schema as { readonly default?: unknown }).default;
      return value === undefined ? [] : [[name, value] as const];
    });
    const { enforcementLevel, ...own } = given;
    const message = new proto.PolicyConfig();
    message.setEnforcementlevel(
      enforcementLevel === "mandatory" ? proto.EnforcementLevel.MANDATORY : policy.getEnforcementlevel(),
    );
    message.setProperties(struct({ ...Object.fromEntries(defaults), ...own, ...run }));
    request.getPolicyconfigMap().set(policy.getName(), message);
  }
  return request;
}
