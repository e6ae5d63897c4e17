/** What a reader may choose at the top of a dashboard; a link carries it to the next. */
import { allRegions } from "../../facts/regions";

export const variableNames = ["region", "namespace", "service", "scope"] as const;
export type VariableName = (typeof variableNames)[number];

export interface Variable {
  readonly name: VariableName;
  readonly label: string;
  /** Values, where they are known before. */
  readonly values?: readonly string[];
  /** Series, and the label of theirs that has the values. */
  readonly of?: { readonly series: string; readonly label: string };
  /** Whether all may be chosen at once, as is then the default. */
  readonly all: boolean;
}

/** Stands for all values of a variable; matches something, since Loki asks that a stream be named by one matcher at least. */
export const allValues = ".+";

/** From the facts: a region that is lost tells nothing, and must be chosen all the same. */
const region = (all: boolean): Variable => ({
  name: "region",
  label: "Region",
  values: allRegions().map(({ name }) => name),
  all,
});

export const oneRegion = region(false);
export const anyRegion = region(true);

/** Restricts a query to the regions that are chosen. */
export const inRegion = 'region=~"$region"';

/** The same, in the namespaces that are chosen. */
export const inNamespace = `${inRegion},namespace=~"$namespace"`;

/** The same, of the databases that are chosen. */
export const inScope = `${inRegion},scope=~"$scope"`;

/** Of lines, those of the regions that are chosen. */
export const linesInRegion = 'azora_region=~"$region"';

const calledIn = "service:requests:rate5m";

/** Namespaces of services that get requests. */
export const serviceNamespace: Variable = {
  name: "namespace",
  label: "Namespace",
  of: { series: `${calledIn}{${inRegion}}`, label: "destination_service_namespace" },
  all: true,
};

/** Services of these that get requests. */
export const calledService: Variable = {
  name: "service",
  label: "Service",
  of: {
    series: `${calledIn}{${inRegion},destination_service_namespace=~"$namespace"}`,
    label: "destination_service_name",
  },
  all: true,
};

/** Services as their traces call them; Jaeger is asked for one at a time. */
export const tracedService: Variable = {
  name: "service",
  label: "Service",
  of: { series: `service:calls:rate5m{${inRegion}}`, label: "service_name" },
  all: false,
};

export const podNamespace: Variable = {
  name: "namespace",
  label: "Namespace",
  of: { series: `kube_namespace_status_phase{${inRegion}}`, label: "namespace" },
  all: true,
};

export const logNamespace: Variable = {
  name: "namespace",
  label: "Namespace",
  of: { series: `namespace:log_lines:rate5m{${inRegion}}`, label: "k8s_namespace_name" },
  all: true,
};

/** Database clusters, by Patroni's word for them. */
export const databaseScope: Variable = {
  name: "scope",
  label: "Database",
  of: { series: `cluster:timeline:max{${inRegion}}`, label: "scope" },
  all: true,
};
