/** Numbers in Prometheus' text format ("Exposition formats", prometheus.io/docs/instrumenting). */
type Labels = Readonly<Record<string, string>>;

interface Family {
  readonly type: "counter" | "gauge";
  readonly help: string;
  readonly values: Map<string, number>;
}

const families = {
  edge_steering_probes_total: { type: "counter", help: "Probes of another region, by result" },
  edge_steering_pool_enabled: { type: "gauge", help: "1 while the region's pool is enabled at the edge" },
  edge_steering_pool_foreign: {
    type: "gauge",
    help: "1 while the pool is out and the controllers cannot prove that it was they",
  },
  edge_steering_actions_total: { type: "counter", help: "Changes made to a pool" },
  edge_steering_api_errors_total: {
    type: "counter",
    help: "Calls of the edge's API that failed, by call and status",
  },
  edge_steering_lists_total: { type: "counter", help: "Lists of the pools that were read" },
  edge_steering_peers_heard: { type: "gauge", help: "Other controllers whose reports are fresh" },
  edge_steering_reports_refused_total: { type: "counter", help: "Reports without a proof" },
  edge_steering_writer: { type: "gauge", help: "1 while this controller is the one that writes" },
} as const;
export type MetricName = keyof typeof families;

function escape(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

/** The numbers of one controller. */
export class Metrics {
  private readonly all = new Map<MetricName, Family>(
    (Object.keys(families) as MetricName[]).map((name) => [name, { ...families[name], values: new Map() }]),
  );

  private keyOf(labels: Labels): string {
    const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escape(value)}"`);
    return pairs.length > 0 ? `{${pairs.join(",")}}` : "";
  }

  set(name: MetricName, labels: Labels, value: number): void {
    this.all.get(name)?.values.set(this.keyOf(labels), value);
  }

  add(name: MetricName, labels: Labels): void {
    const values = this.all.get(name)?.values;
    const key = this.keyOf(labels);
    values?.set(key, (values.get(key) ?? 0) + 1);
  }

  text(): string {
    return [...this.all]
      .flatMap(([name, { type, help, values }]) => [
        `# HELP ${name} ${help}`,
        `# TYPE ${name} ${type}`,
        ...[...values].map(([labels, value]) => `${name}${labels} ${value}`),
      ])
      .join("\n")
      .concat("\n");
  }
}
