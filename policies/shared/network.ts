/** Shorter prefixes than this are the internet, whole or in parts. */
const prefixBitsMin = 8;

/** Whether a block of addresses, IPv4 or IPv6, is the internet: `0.0.0.0/0`, `::/0`, or half of it. */
export function isInternet(cidr: string): boolean {
  return !(Number(cidr.split("/")[1]) >= prefixBitsMin);
}
