/** How `npm run ready` asks whether what is deployed is up. */
export const readiness = {
  /**
   * Days that a certificate must still be valid: the default of AWS Config's `acm-certificate-expiration-check`. Cloudflare
   * renews 30 days before the end ("Validity periods and renewal", Cloudflare SSL docs): with 14 left, renewal has failed.
   */
  certificateDaysLeftMin: 14,
  /** A question that has no answer by then counts as not ready; an SDK's own retries are within it. */
  answerTimeoutSeconds: 15,
  /** Questions under way at one time, so that no API throttles (EC2 and Cloudflare count calls a second and in 5 minutes). */
  questionsAtOnce: 8,
} as const;
