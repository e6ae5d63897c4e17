import { stackBudget } from "../components/facts/budgets";
import { environmentNames } from "../components/facts/environments";
import { day, integer, oneOf, optional, text } from "./schema";

const word = /^[a-z][a-z0-9-]{0,62}$/;

/** Keys of every stack. */
export const commonKeys = {
  accountId: text({
    description: "The AWS account that the stack is built in; the provider refuses any other.",
    allowed: "12 digits, in quotes",
    pattern: /^\d{12}$/,
    example: '"111122223333"',
  }),
  environment: oneOf(environmentNames, {
    description: "What the stack is used for; a tag on everything.",
    example: "production",
  }),
  domain: text({
    description: "The domain that the platform answers on.",
    allowed: "a domain name in lower case, such as azora.example",
    pattern: /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
    example: "azora.example",
  }),
  owner: text({
    description: "Who answers for the stack; a tag on everything.",
    allowed: "an e-mail address",
    pattern: /^[^@\s]+@[^@\s]+\.[^@\s]+$/,
    example: "platform@azora.example",
  }),
  team: text({
    description: "The team that runs the stack; a tag on everything.",
    allowed: "lower-case letters, digits and dashes, 63 at most",
    pattern: word,
    example: "platform",
  }),
  costCenter: text({
    description: "Where the bill goes; a tag on everything.",
    allowed: "lower-case letters, digits and dashes, 63 at most",
    pattern: word,
    example: "cc-1000",
  }),
  monthlyBudgetUsd: integer({
    description: "What the stack may cost a month, in US dollars; its owner is told before it is spent.",
    min: stackBudget.monthlyUsdMin,
    max: stackBudget.monthlyUsdMax,
    example: "30000",
  }),
  asOf: optional(
    day({
      description: "The day that the program takes for today when it asks what has expired. Default: today.",
      example: "2026-11-24",
    }),
  ),
};

/** The ARN of a role of IAM. */
export const roleArn = /^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/** Of the global stack, and of a region's with its edge-steering controller. */
export const cloudflareAccountId = text({
  description: "Cloudflare's account; in a region's stack only with its edge-steering controller.",
  allowed: "32 hexadecimal digits",
  pattern: /^[0-9a-f]{32}$/,
  example: "0123456789abcdef0123456789abcdef",
});
