import type { Reader } from "../framework/reader";
import type { ResourceView } from "../framework/rule";

/** A file of pgBackRest's, by what its name says: what it is for, and the repository's number. */
export interface RepositoryFile {
  readonly name: string;
  readonly use: "archive" | "backup" | "restore";
  readonly number: number;
  readonly file: Reader;
  /** Options by section. */
  readonly sections: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const named = /^(archive|backup|restore)-(\d+)\.conf$/;

/** Options by section, as pgBackRest reads them. */
function sectionsOf(text: string): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const sections: Record<string, Record<string, string>> = {};
  let current: Record<string, string> = {};
  for (const line of text.split("\n").map((each) => each.trim())) {
    const [, section] = /^\[(.+)\]$/.exec(line) ?? [];
    const [, key, value] = /^([a-z0-9-]+)\s*=\s*(.*)$/.exec(line) ?? [];
    if (section !== undefined) current = sections[section] ??= {};
    else if (key !== undefined && value !== undefined) current[key] = value;
  }
  return sections;
}

/** The files of pgBackRest's in a config map that each name one repository. */
export function repositoryFiles({ props }: ResourceView): readonly RepositoryFile[] {
  return props.keys("data").flatMap((name) => {
    const [, use, number] = named.exec(name) ?? [];
    if (use === undefined) return [];
    const file = props.at("data", name);
    return [
      {
        name,
        use: use as RepositoryFile["use"],
        number: Number(number),
        file,
        sections: sectionsOf(file.text() ?? ""),
      },
    ];
  });
}
