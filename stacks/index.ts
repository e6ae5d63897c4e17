/** The program of every stack: the stack's name decides what is built. */
import * as pulumi from "@pulumi/pulumi";
import { globalStackName, stackNames } from "../components/facts/regions";
import { ConfigurationError } from "./config";
import { globalStack } from "./global";
import { regionStack } from "./region";

/** Pulumi calls the function that the entry exports; what it returns are the stack's outputs. */
function program(): object {
  const stack = pulumi.getStack();
  if (stack === globalStackName) return globalStack();
  if (stackNames().includes(stack)) return regionStack(stack);
  throw new ConfigurationError(stack, [`stack "${stack}" is unknown; stacks: ${stackNames().join(", ")}`]);
}

export = program;
