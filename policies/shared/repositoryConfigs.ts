import type { Reader } from "../framework/reader";
import type { ResourceView } from "../framework/rule";

/** What one file says of the repository that it names. */
export interface RepositoryFile {
  /** Name of the file, such as `archive-1.conf`. */
  readonly name: string;
  readonly file: Reader;
  /** Numbers of the repositories that it names. */
  readonly numbers: readonly string[];
  /** Options of the section `[global]`. */
  readonly options: Readonly<Record<string, string>>;
}

function optionsOf(text: string): Readonly<Record<string, string>> {
  const [, ...sections] = `\n${text}`.split(/\n\[/);
  const global = sections.find((section) => section.startsWith("global]")) ?? "";
  return Object.fromEntries(
    global.split("\n").flatMap((line) => {
      const [, key, value] = /^([a-z0-9-]+)=(.*)$/.exec(line.trim()) ?? [];
      return key === undefined || value === undefined ? [] : [[key, value] as const];
    }),
  );
}

/** The files by which members hand their log to repositories. */
export function archiveFiles({ props }: ResourceView): readonly RepositoryFile[] {
  return props
    .keys("data")
    .filter((key) => /^archive-.*\.conf$/.test(key))
    .map((name) => {
      const file = props.at("data", name);
      const options = optionsOf(file.text() ?? "");
      const numbers = new Set(Object.keys(options).flatMap((key) => /^repo(\d+)-/.exec(key)?.[1] ?? []));
      return { name, file, numbers: [...numbers], options };
    });
}
