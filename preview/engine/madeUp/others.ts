import { unwrapSecrets, type WireObject } from "../values";
import { answer, type MadeUp, type Maker, type Recipe } from "./maker";

/** Text in the shape of a PEM block, of the right kind and with nothing real in it. */
function pem(kind: string, m: Maker): string {
  return `-----BEGIN ${kind}-----\n${Buffer.from(m.digest).toString("base64")}\n-----END ${kind}-----\n`;
}

/** What the other providers would compute. */
export const otherRecipes: Readonly<Record<string, Recipe>> = {
  "cloudflare:index/accountToken:AccountToken": (m) =>
    answer(m.digest.slice(0, 32), { value: m.digest.slice(0, 40) }),
  "random:index/randomPassword:RandomPassword": (m) =>
    answer("none", { result: m.digest, bcryptHash: m.digest }),
  "tls:index/privateKey:PrivateKey": (m) =>
    answer(m.digest.slice(0, 40), {
      privateKeyPem: pem("EC PRIVATE KEY", m),
      privateKeyPemPkcs8: pem("PRIVATE KEY", m),
      publicKeyPem: pem("PUBLIC KEY", m),
    }),
  "tls:index/certRequest:CertRequest": (m) =>
    answer(m.digest.slice(0, 40), { certRequestPem: pem("CERTIFICATE REQUEST", m) }),
  "tls:index/locallySignedCert:LocallySignedCert": (m) =>
    answer(m.digest.slice(0, 40), { certPem: pem("CERTIFICATE", m) }),
  "tls:index/selfSignedCert:SelfSignedCert": (m) =>
    answer(m.digest.slice(0, 40), { certPem: pem("CERTIFICATE", m) }),
};

/** A Kubernetes object's id, as its provider writes it: namespace and name. */
export function kubernetesAnswer(m: Maker): MadeUp {
  const metadata = unwrapSecrets(m.source.inputs.metadata ?? {}) as WireObject;
  const name = typeof metadata.name === "string" ? metadata.name : m.source.name;
  const namespace = typeof metadata.namespace === "string" ? metadata.namespace : undefined;
  return answer(namespace === undefined ? name : `${namespace}/${name}`);
}
