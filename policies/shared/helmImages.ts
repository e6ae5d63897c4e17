import type { Reader } from "../framework/reader";
import type { ResourceView } from "../framework/rule";
import type { ChartRow } from "./helmRow";
import { addedContainers, valueAt } from "./helmValues";

/** An image's address, or what begins it, with the value that decides it. */
export interface ImageAddress {
  readonly at: Reader;
  readonly address: string;
}

/** A text that is there; charts take an empty one for none. */
export function given(text: Reader): boolean {
  return text.exists && text.text() !== "";
}

/** Where values move an image to; `undefined` where they leave it with the chart. */
export function movedTo(image: Reader): ImageAddress | undefined {
  const [registry, repository] = [image.at("registry"), image.at("repository")];
  const parts = [registry, repository].filter(given).map((part) => part.text() ?? "");
  if (parts.length === 0) return undefined;
  const whole = given(repository);
  return { at: whole ? repository : registry, address: `${parts.join("/")}${whole ? "" : "/"}` };
}

/** Where all images of a chart come from, in charts that let them be moved at once. */
export function homeOf(release: ResourceView, imageHome: NonNullable<ChartRow["imageHome"]>): ImageAddress {
  const registry = valueAt(release, imageHome.registry);
  const namespace = valueAt(release, imageHome.namespace);
  const { byDefault } = imageHome;
  return {
    at: registry.exists ? registry : namespace,
    address: `${registry.text() ?? byDefault.registry}/${namespace.text() ?? byDefault.namespace}/`,
  };
}

/** Images that values give by their whole names. */
export function wholeImages(release: ResourceView, row: ChartRow): Reader[] {
  return [
    ...row.imageLists.flatMap(({ path, keys }) =>
      valueAt(release, path)
        .items()
        .flatMap((item) => keys.map((key) => item.at(key))),
    ),
    ...row.imageTexts.map((path) => valueAt(release, path)).filter(given),
    ...addedContainers(release).map((container) => container.at("image")),
  ];
}
