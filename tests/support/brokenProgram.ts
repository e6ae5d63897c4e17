/**
 * The project's own program with one field of one resource changed, as `broken:field` in the stack's configuration says:
 * `to` of `"$absent"` removes the field, `"$unknown"` makes it known only after deployment.
 */
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import program = require("../../stacks/index");
import { absent, setAt, stepsOf, type Break } from "./mutations";

function broken(): object {
  const change = new pulumi.Config("broken").getObject<Break>("field");
  if (change) {
    const later = new random.RandomPet("known-after-deployment").id;
    const marks: Readonly<Record<string, unknown>> = { $absent: absent, $unknown: later };
    const to = typeof change.to === "string" ? (marks[change.to] ?? change.to) : change.to;
    let done = false;
    pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) => {
      if (done || type !== change.type || !name.includes(change.name ?? "")) return undefined;
      done = true;
      if (change.path === "@protect") return { props, opts: { ...opts, protect: to === true } };
      return { props: setAt(props, stepsOf(change.path), to) as typeof props, opts };
    });
  }
  return program();
}

export = broken;
