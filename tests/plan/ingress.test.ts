import { allRegions } from "../../components/facts/regions";
import type { PlanObject } from "../../preview/engine/values";
import type { PlannedResource } from "../../preview/plan";
import { allResources, planAllStacks, type LocatedResource } from "../support/plan";

const targetGroupType = "aws:lb/targetGroup:TargetGroup";
const bindingType = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding";

let resources: LocatedResource[];
beforeAll(async () => {
  resources = allResources(await planAllStacks());
});

const ofType = (type: string): PlannedResource[] =>
  resources.flatMap(({ resource }) => (resource.type === type ? [resource] : []));

/** The bindings that refer to a target group. */
const bindingsOf = (group: PlannedResource): PlannedResource[] =>
  ofType(bindingType).filter(({ dependencies }) => dependencies.includes(group.urn));

/** Ports that a binding lets its load balancer in to. */
function admittedPorts({ resolved }: PlannedResource): unknown[] {
  const { networking } = resolved.spec as { networking?: { ingress: { ports: { port: number }[] }[] } };
  return networking?.ingress.flatMap(({ ports }) => ports.map(({ port }) => port)) ?? [];
}

describe("every target group of the plan", () => {
  test("is bound to pods once", () => {
    const groups = ofType(targetGroupType);
    expect(groups.length).toBeGreaterThan(allRegions().length);
    expect(groups.filter((group) => bindingsOf(group).length !== 1)).toEqual([]);
    expect(ofType(bindingType)).toHaveLength(groups.length);
  });

  test("of a Local Zone's load balancer has a service of its own, whose pods no other one gets", () => {
    const serviceOf = ({ resolved }: PlannedResource): string =>
      (resolved.spec as { serviceRef: { name: string } }).serviceRef.name;
    const stackOf = ({ urn }: PlannedResource): string => urn.split("::")[0] ?? "";
    const edges = ofType(bindingType).filter(({ name }) => name.endsWith("-edge"));
    expect(edges.length).toBeGreaterThan(0);
    for (const edge of edges) {
      const others = ofType(bindingType).filter(
        (other) => other !== edge && stackOf(other) === stackOf(edge),
      );
      expect(others.length).toBeGreaterThan(0);
      expect(others.map(serviceOf)).not.toContain(serviceOf(edge));
    }
  });

  test("has the port of its traffic and that of its health check admitted to the pods", () => {
    const admitted = ofType(targetGroupType).map((group) => ({
      group: group.urn,
      admits: bindingsOf(group).flatMap(admittedPorts),
      needs: [group.resolved.port, Number((group.resolved.healthCheck as PlanObject).port)],
    }));
    expect(admitted.filter(({ admits, needs }) => !needs.every((port) => admits.includes(port)))).toEqual([]);
  });
});
