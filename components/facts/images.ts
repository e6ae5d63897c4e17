/** Container images that the platform keeps itself: built in `images/`, or copied; and how long images stay. */

/** What the names of the platform's own repositories begin with; the global stack replicates these. */
export const platformImagePrefix = "platform/";

/** Built from `images/`, each from the folder of its last word. */
export const builtImages = ["platform/postgres", "platform/edge-steering", "platform/operator"] as const;

/**
 * Copied from Docker Hub, which limits who pulls without an account: where each lies in a region's registry, at which version, and
 * what it is called there.
 */
export const copiedImages = {
  // The newest of the chart's own list (argo-events 2.4.22, `configs.jetstream.versions`), with what goes with it.
  nats: { repository: "platform/nats", tag: "2.10.10", home: "nats" },
  natsExporter: {
    repository: "platform/prometheus-nats-exporter",
    tag: "0.14.0",
    home: "natsio/prometheus-nats-exporter",
  },
  natsReloader: {
    repository: "platform/nats-server-config-reloader",
    tag: "0.14.0",
    home: "natsio/nats-server-config-reloader",
  },
  // App version of chart velero 12.1.0, and the plugin of the same day (README of velero-plugin-for-aws, "Compatibility").
  velero: { repository: "platform/velero", tag: "v1.18.1", home: "velero/velero" },
  veleroAwsPlugin: {
    repository: "platform/velero-plugin-for-aws",
    tag: "v1.14.1",
    home: "velero/velero-plugin-for-aws",
  },
  // As the operator of kube-prometheus-stack 88.5.3 brings it for sidecars.
  thanos: { repository: "platform/thanos", tag: "v0.42.4", home: "thanosio/thanos" },
  // The release whose parts `npm run verify -- traces` builds and tries.
  collector: {
    repository: "platform/opentelemetry-collector-contrib",
    tag: "0.161.0",
    home: "otel/opentelemetry-collector-contrib",
  },
  // App version of the chart that kube-prometheus-stack 88.5.3 brings.
  grafana: { repository: "platform/grafana", tag: "13.2.0", home: "grafana/grafana" },
  loki: { repository: "platform/loki", tag: "3.7.6", home: "grafana/loki" },
  // With each other, and with the settings that the plan gives them, both were tried (docs/decisions/0017).
  // The version of the drills' Debian 13, where what it tells was seen.
  redisExporter: {
    repository: "platform/redis-exporter",
    tag: "v1.69.0",
    home: "oliver006/redis_exporter",
  },
  opensearch: { repository: "platform/opensearch", tag: "3.4.0", home: "opensearchproject/opensearch" },
  // The one release that was tried against it.
  openSearchExporter: {
    repository: "platform/elasticsearch-exporter",
    tag: "v1.9.0",
    home: "prometheuscommunity/elasticsearch-exporter",
  },
  jaeger: { repository: "platform/jaeger", tag: "2.20.0", home: "jaegertracing/jaeger" },
} as const satisfies Readonly<Record<string, CopiedImage>>;

/** The user whom many images run as; they call him `nobody`, and the kubelet asks for a number. */
export const nobodyId = 65_534;

interface CopiedImage {
  readonly repository: string;
  readonly tag: string;
  /** Its name at Docker Hub. */
  readonly home: string;
}

/** Repositories that every region has, below `platform/`: what is built, and what is copied from its makers (docs/deploy.md). */
export const platformImages = [
  ...builtImages,
  "platform/valkey",
  ...Object.values(copiedImages).map(({ repository }) => repository),
] as const;

/** What the lifecycle of every repository keeps. */
export const imageRetention = {
  /** Images that lost their tag, or never had one. */
  untaggedDays: 14,
  /** Tagged images a repository: two releases a day for seven weeks, so that any running release can still be pulled. */
  taggedCount: 100,
} as const;
