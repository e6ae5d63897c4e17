import type { Reader } from "../framework/reader";

/**
 * What stands at a path of a table, where `*` is every item of a list.
 * @example valuesAt(props, "blockDeviceMappings.*.ebs.volumeType")
 */
export function valuesAt(reader: Reader, path: string): Reader[] {
  return path
    .split(".")
    .reduce<Reader[]>(
      (readers, step) => readers.flatMap((at) => (step === "*" ? at.items() : [at.at(step)])),
      [reader],
    );
}
