import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { observabilityNames, observabilityPorts } from "../../facts/observability";
import {
  certificate,
  copiedImage,
  digestOf,
  guaranteed,
  mountsOf,
  oneAtATime,
  podPaths,
  podSpec,
  replicaSet,
  securityContext,
  type PodParts,
} from "../../shared";
import { authorityFiles } from "../collectors/collectorParts";
import { labelsOf, namespace, partHost, sharedHost, type WatchPartArgs } from "../parts";
import { dashboardsFile, sourcesFile, type SourceAddresses } from "./sources";

const { grafana } = observabilityNames;
const port = observabilityPorts.grafana;
/** The image's own user. */
const userId = 472;
const told = "/etc/azora/grafana";
const dashboardHome = "/etc/azora/dashboards";
const keyName = `${grafana}-key`;

/** By whom people are known. */
export interface SignIn {
  /** Where an OpenID provider answers. @example "https://identity.africa.internal.azora.example/realms/staff" */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: pulumi.Input<string>;
}

export interface GrafanaArgs extends WatchPartArgs {
  readonly sources: { readonly [Key in keyof SourceAddresses]: pulumi.Input<string> };
  /** JSON of each dashboard, by its key. */
  readonly dashboards: Readonly<Record<string, string>>;
  /** Default nobody is let in: there is no other way than by an OpenID provider, and no password. */
  readonly signIn?: SignIn | undefined;
}

/**
 * Settings, as variables of the environment ("Configure Grafana", grafana.com/docs): nobody without a name, no password, no account that is
 * there from the beginning, and nothing that could be changed in the page.
 */
export function grafanaSettings(host: string, signIn?: SignIn): Readonly<Record<string, string>> {
  return {
    GF_SERVER_PROTOCOL: "https",
    GF_SERVER_HTTP_PORT: String(port),
    GF_SERVER_CERT_FILE: podPaths.certificate,
    GF_SERVER_CERT_KEY: podPaths.key,
    GF_SERVER_MIN_TLS_VERSION: "TLS1.3",
    GF_SERVER_DOMAIN: host,
    GF_SERVER_ROOT_URL: `https://${host}/`,
    GF_SERVER_ENFORCE_DOMAIN: "true",
    GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION: "true",
    GF_SECURITY_COOKIE_SECURE: "true",
    GF_SECURITY_COOKIE_SAMESITE: "lax",
    GF_SECURITY_STRICT_TRANSPORT_SECURITY: "true",
    GF_SECURITY_CONTENT_SECURITY_POLICY: "true",
    GF_SECURITY_DISABLE_GRAVATAR: "true",
    GF_AUTH_ANONYMOUS_ENABLED: "false",
    GF_AUTH_BASIC_ENABLED: "false",
    GF_AUTH_DISABLE_LOGIN_FORM: "true",
    GF_AUTH_LOGIN_MAXIMUM_INACTIVE_LIFETIME_DURATION: "1h",
    GF_AUTH_LOGIN_MAXIMUM_LIFETIME_DURATION: "12h",
    GF_USERS_ALLOW_SIGN_UP: "false",
    GF_USERS_AUTO_ASSIGN_ORG_ROLE: "Viewer",
    GF_USERS_VIEWERS_CAN_EDIT: "false",
    GF_ANALYTICS_REPORTING_ENABLED: "false",
    GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: "false",
    GF_PLUGINS_PLUGIN_ADMIN_ENABLED: "false",
    GF_PLUGINS_PREINSTALL_DISABLED: "true",
    GF_SNAPSHOTS_EXTERNAL_ENABLED: "false",
    GF_UNIFIED_ALERTING_ENABLED: "false",
    GF_LOG_MODE: "console",
    GF_LOG_CONSOLE_FORMAT: "json",
    GF_METRICS_ENABLED: "true",
    GF_PATHS_PROVISIONING: told,
    ...(signIn === undefined
      ? {}
      : {
          GF_AUTH_GENERIC_OAUTH_ENABLED: "true",
          GF_AUTH_GENERIC_OAUTH_NAME: "Azora",
          GF_AUTH_GENERIC_OAUTH_CLIENT_ID: signIn.clientId,
          GF_AUTH_GENERIC_OAUTH_SCOPES: "openid profile",
          GF_AUTH_GENERIC_OAUTH_AUTH_URL: `${signIn.issuer}/protocol/openid-connect/auth`,
          GF_AUTH_GENERIC_OAUTH_TOKEN_URL: `${signIn.issuer}/protocol/openid-connect/token`,
          GF_AUTH_GENERIC_OAUTH_API_URL: `${signIn.issuer}/protocol/openid-connect/userinfo`,
          GF_AUTH_GENERIC_OAUTH_USE_PKCE: "true",
          GF_AUTH_GENERIC_OAUTH_USE_REFRESH_TOKEN: "true",
          GF_AUTH_GENERIC_OAUTH_ALLOW_SIGN_UP: "true",
          // Whoever is let in looks, and changes nothing: dashboards are code.
          GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_PATH: "'Viewer'",
          GF_AUTH_GENERIC_OAUTH_SKIP_ORG_ROLE_SYNC: "false",
        }),
  };
}

/**
 * Certificates are read when it starts: a new one ends the container that has seen an older, and the next begins with it.
 */
const started = "/var/lib/grafana/started";
const begin = `touch ${started} && exec /run.sh`;
const asOld = `[ ! ${podPaths.certificate} -nt ${started} ]`;

/**
 * The region's page: dashboards of all regions' metrics, of its logs and its traces. It keeps nothing: what it shows is code, and a session
 * that ends is begun anew. Costs to run: two small pods.
 */
export class Grafana extends pulumi.ComponentResource {
  /** Where it answers, in the region's own network. */
  readonly address: pulumi.Output<string>;

  constructor(name: string, args: GrafanaArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:observability:Grafana", name, {}, opts);
    const { context, issuerName, sources, dashboards, signIn } = args;
    const { region, domain } = context;
    const labels = labelsOf(grafana);
    const metadata = { name: grafana, namespace, labels };
    const inside = { parent: this, dependsOn: [...args.after] };
    const host = partHost(grafana, region.name, domain);

    const account = new k8s.core.v1.ServiceAccount(
      `${name}-account`,
      { metadata, automountServiceAccountToken: false },
      inside,
    );
    const proof = certificate(
      `${name}-certificate`,
      {
        name: grafana,
        namespace,
        issuerName,
        identity: sharedHost(grafana, domain),
        hosts: [host, sharedHost(grafana, domain), `${grafana}.${namespace}.svc`],
      },
      inside,
    );
    // Seals what it keeps of sources and sessions; its own is known to everybody.
    const key = new random.RandomPassword(
      `${name}-sealing`,
      { length: 48, special: false },
      { parent: this },
    );
    const secrets = new k8s.core.v1.Secret(
      `${name}-secrets`,
      {
        metadata: { ...metadata, name: keyName },
        stringData: {
          key: key.result,
          ...(signIn === undefined ? {} : { client: pulumi.secret(signIn.clientSecret) }),
        },
      },
      inside,
    );
    const provisioned = pulumi
      .all([sources.metrics, sources.logs, sources.traces])
      .apply(([metrics, logs, traces]) =>
        JSON.stringify(sourcesFile({ metrics, logs, traces }, domain), null, 1),
      );
    const config = (what: string, data: Record<string, pulumi.Input<string>>): k8s.core.v1.ConfigMap =>
      new k8s.core.v1.ConfigMap(
        `${name}-${what}`,
        { metadata: { ...metadata, name: `${grafana}-${what}` }, data },
        inside,
      );
    const maps = [
      config("sources", { "sources.yaml": provisioned }),
      config("providers", { "dashboards.yaml": JSON.stringify(dashboardsFile(dashboardHome), null, 1) }),
      ...Object.entries(dashboards).map(([board, text]) =>
        config(`board-${board}`, { [`${board}.json`]: text }),
      ),
    ];
    const service = new k8s.core.v1.Service(
      `${name}-service`,
      {
        metadata,
        spec: {
          selector: labels,
          // A session is one pod's.
          sessionAffinity: "ClientIP",
          ports: [{ name: "https", port, targetPort: "https" }],
        },
      },
      inside,
    );
    const pod: PodParts = {
      serviceAccount: grafana,
      userId,
      certificateSecret: grafana,
      files: [
        authorityFiles,
        { name: "sources", configMap: `${grafana}-sources`, path: `${told}/datasources` },
        { name: "providers", configMap: `${grafana}-providers`, path: `${told}/dashboards` },
        ...Object.keys(dashboards).map((board) => ({
          name: `board-${board}`,
          configMap: `${grafana}-board-${board}`,
          path: `${dashboardHome}/${board}`,
        })),
      ],
      scratch: [
        { name: "home", path: "/var/lib/grafana", sizeLimit: "512Mi" },
        { name: "logs", path: "/var/log/grafana", sizeLimit: "16Mi" },
        { name: "tmp", path: "/tmp", sizeLimit: "64Mi" },
      ],
    };
    const fromSecret = (variable: string, secretKey: string) => ({
      name: variable,
      valueFrom: { secretKeyRef: { name: keyName, key: secretKey } },
    });
    const settings = grafanaSettings(host, signIn);
    const healthy = (periodSeconds: number, failureThreshold: number) => ({
      httpGet: {
        path: "/api/health",
        port: "https",
        scheme: "HTTPS",
        httpHeaders: [{ name: "Host", value: host }],
      },
      periodSeconds,
      failureThreshold,
    });
    replicaSet(
      name,
      {
        metadata,
        replicas: 2,
        configDigest: digestOf(JSON.stringify([settings, dashboards])),
        needsOthers: false,
        pod: podSpec(pod, labels, {
          containers: [
            {
              name: "grafana",
              image: copiedImage(context, "grafana"),
              command: ["sh", "-c", begin],
              env: [
                ...Object.entries(settings).map(([variable, value]) => ({ name: variable, value })),
                fromSecret("GF_SECURITY_SECRET_KEY", "key"),
                ...(signIn === undefined
                  ? []
                  : [fromSecret("GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET", "client")]),
              ],
              ports: [{ name: "https", containerPort: port }],
              startupProbe: healthy(5, 24),
              readinessProbe: healthy(10, 3),
              livenessProbe: {
                exec: { command: ["sh", "-c", asOld] },
                periodSeconds: 60,
                failureThreshold: 2,
              },
              resources: guaranteed("500m", "1Gi"),
              securityContext,
              volumeMounts: mountsOf(pod),
            },
          ],
        }),
      },
      { ...inside, dependsOn: [...args.after, account, proof, secrets, service, ...maps] },
    );
    oneAtATime(`${name}-budget`, metadata, inside);

    this.address = pulumi.output(`https://${host}`);
    this.registerOutputs({ address: this.address });
  }
}
