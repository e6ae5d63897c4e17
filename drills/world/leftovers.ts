/** Proof that a world is gone: what the kernel still knows of its processes, namespaces, mounts and devices. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { output } from "./command";

const kinds = ["mnt", "net", "pid", "uts", "ipc"] as const;

/** The namespaces of a process, as the kernel names them. @example "net:[4026532290]" */
export function namespacesOf(pid: number | "self"): readonly string[] {
  return kinds.map((kind) => readlinkSync(`/proc/${pid}/ns/${kind}`));
}

/** What of the machine itself a world could leave behind: its mounts, its links, its named networks. */
export interface Traces {
  readonly mounts: readonly string[];
  readonly links: readonly string[];
  readonly networks: readonly string[];
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

export function traces(): Traces {
  return {
    mounts: readFileSync("/proc/self/mountinfo", "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.split(" ").slice(4).join(" ")),
    links: output(["ip", "-o", "link"])
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.split(": ").slice(0, 2).join(": ")),
    networks: namesIn("/run/netns"),
  };
}

/** Processes that live in one of some namespaces. */
function livingIn(namespaces: ReadonlySet<string>): readonly string[] {
  return namesIn("/proc").flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      if (!namespacesOf(Number(pid)).some((each) => namespaces.has(each))) return [];
      return [
        `process ${pid} (${readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim()})`,
      ];
    } catch {
      // It ended between two looks.
      return [];
    }
  });
}

/**
 * What is left of a world, in words; empty where nothing is.
 * @param namespaces those that the world made; a namespace without a name lives as long as a process in it.
 */
export function leftovers(before: Traces, namespaces: ReadonlySet<string>): readonly string[] {
  const after = traces();
  const added = (what: string, now: readonly string[], then: readonly string[]): readonly string[] =>
    now.filter((each) => !then.includes(each)).map((each) => `${what} ${each}`);
  return [
    ...livingIn(namespaces),
    ...added("mount", after.mounts, before.mounts),
    ...added("link", after.links, before.links),
    ...added("network namespace", after.networks, before.networks),
  ];
}
