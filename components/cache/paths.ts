import { podPaths } from "../shared";

/** Where a pod of the cache finds its files; `scripts/common.sh` names the same. */
export const paths = {
  ...podPaths,
  config: "/etc/azora/valkey",
  acl: "/etc/azora/acl",
  scripts: "/etc/azora/scripts",
  /** The region's password of the user that the pod is. */
  access: "/etc/azora/access",
  /** That of who asks for numbers, for the exporter only. */
  monitor: "/etc/azora/monitor",
  /** In memory: what a start makes, with passwords in it. */
  run: "/run/valkey",
  data: "/var/lib/valkey",
} as const;

/** The users' file: as planned, and as a start completes it. */
export const plannedUsers = "users.acl";
export const usersFile = `${paths.run}/${plannedUsers}`;
