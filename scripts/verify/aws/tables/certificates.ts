import type * as aws from "@pulumi/aws";
import { isPlanObject, alike, list, none, object, tags, to, value } from "../fields";
import { row, without, type Entry } from "../rows";

type Certificate = aws.acm.CertificateArgs;
type Secret = aws.secretsmanager.SecretArgs;

export const certificates: readonly Entry[] = [
  row<Certificate>("aws:acm/certificate:Certificate", "AWS::CertificateManager::Certificate", {
    ...alike<Certificate>(
      "certificateAuthorityArn",
      "domainName",
      "keyAlgorithm",
      "subjectAlternativeNames",
      "validationMethod",
    ),
    options: to(
      "CertificateTransparencyLoggingPreference",
      value((from) => (isPlanObject(from) ? from.certificateTransparencyLoggingPreference : undefined)),
    ),
    validationOptions: to(
      "DomainValidationOptions",
      list(object<aws.types.input.acm.CertificateValidationOption>(alike("domainName", "validationDomain"))),
    ),
    tags: to("Tags", tags),
    earlyRenewalDuration: none("what Pulumi does later"),
  }),
  without("aws:acm/certificateValidation:CertificateValidation", "a wait of Pulumi's"),
  row<Secret>("aws:secretsmanager/secret:Secret", "AWS::SecretsManager::Secret", {
    ...alike<Secret>("description", "kmsKeyId", "name"),
    replicas: to(
      "ReplicaRegions",
      list(object<aws.types.input.secretsmanager.SecretReplica>(alike("kmsKeyId", "region"))),
    ),
    tags: to("Tags", tags),
    recoveryWindowInDays: none("how Pulumi deletes"),
    forceOverwriteReplicaSecret: none("how Pulumi creates"),
    namePrefix: none("auto-naming"),
  }),
  without("aws:secretsmanager/secretVersion:SecretVersion", "it holds a secret only"),
];
