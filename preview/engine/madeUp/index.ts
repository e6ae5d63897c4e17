import { awsRecipes } from "./aws";
import { answer, Maker, type MadeUp, type MadeUpSource, type Recipe } from "./maker";
import { kubernetesAnswer, otherRecipes } from "./others";

/**
 * By type. A type without a row gets an id and nothing else; an output that is read and missing here ends the plan with its
 * name.
 */
const recipes: Readonly<Record<string, Recipe>> = { ...awsRecipes, ...otherRecipes };

/** The id and computed outputs of a resource, made up from its URN: the same every time. */
export function madeUp(source: MadeUpSource): MadeUp {
  const maker = new Maker(source);
  const recipe =
    recipes[source.type] ??
    (source.type.startsWith("kubernetes:") ? kubernetesAnswer : (m: Maker) => answer(m.hex("id")));
  return recipe(maker);
}
