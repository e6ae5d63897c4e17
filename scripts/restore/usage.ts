import { InvalidValueError } from "../../components/shared";

/** Whether a command was given what it does not know: by its own checks, or by `parseArgs` ("util.parseArgs", nodejs.org). */
export function isBadUsage(error: unknown): error is Error {
  const { code } = error as { readonly code?: unknown };
  return (
    error instanceof InvalidValueError || (typeof code === "string" && code.startsWith("ERR_PARSE_ARGS_"))
  );
}
