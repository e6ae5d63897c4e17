/** Expressions of Cloudflare's rules language ("Fields", "Operators and grouping symbols", Ruleset Engine docs). */

/** Requests to one of the hosts. @example hostIn(["api.azora.example"]) // http.host in {"api.azora.example"} */
export function hostIn(hosts: readonly string[]): string {
  return `http.host in {${hosts.map((host) => JSON.stringify(host)).join(" ")}}`;
}

/** Requests whose path begins with one of these. */
export function pathIn(paths: readonly string[]): string {
  return paths.map((path) => `starts_with(http.request.uri.path, ${JSON.stringify(path)})`).join(" or ");
}
