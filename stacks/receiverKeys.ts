import { secret, text } from "./schema";

/** Keys of a region's stack by which alerts reach people, together. */
export const receiverSecrets = {
  pagerDutyKey: secret(
    text({
      description:
        "Integration key of PagerDuty's Events API v2 for critical alerts; with the three beside it alerts reach people. Without them Alertmanager waits for the secret `alert-receivers`.",
      allowed: "a secret of 32 characters or more: pulumi config set --secret azora:pagerDutyKey",
      pattern: /^.{32,}$/s,
      example: "(secure, a key of 32 characters or more)",
    }),
  ),
  pagerDutyEscalationKey: secret(
    text({
      description: "The same of the service that calls who leads, for alerts that nobody took.",
      allowed: "a secret of 32 characters or more: pulumi config set --secret azora:pagerDutyEscalationKey",
      pattern: /^.{32,}$/s,
      example: "(secure, a key of 32 characters or more)",
    }),
  ),
  slackToken: secret(
    text({
      description: "Token of the Slack app that writes alerts in the owners' channels.",
      allowed: "a secret of 24 characters or more: pulumi config set --secret azora:slackToken",
      pattern: /^.{24,}$/s,
      example: "(secure, a token of 24 characters or more)",
    }),
  ),
  heartbeatUrl: secret(
    text({
      description:
        "Where Alertmanager says every minute that it works: a service outside of the platform, which calls people when it hears nothing.",
      allowed: "a secret of 12 characters or more: pulumi config set --secret azora:heartbeatUrl",
      // Alertmanager says at its start whether it is an address; offline nobody can decrypt a secret.
      pattern: /^.{12,}$/s,
      example: "(secure, an https:// address)",
    }),
  ),
};

/** Their names. */
export const receiverKeys = Object.keys(receiverSecrets) as (keyof typeof receiverSecrets)[];
