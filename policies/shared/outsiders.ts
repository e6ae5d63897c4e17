import { admittedAccounts, unboundGuests } from "../../components/facts/iam";
import type { Reader } from "../framework/reader";
import type { Finding, ResourceView } from "../framework/rule";
import { callerKeys, isBoundBy, isOfOwn, unboundServicesOf } from "./conditions";
import { accepted } from "./exceptions";
import { wrong } from "./finding";
import { accountOf, foreignersOf, isOpenToAll, principals } from "./iam";
import { ownAccounts } from "./places";

const fix =
  "name the principals, or bind them by aws:SourceAccount, aws:SourceArn, aws:PrincipalAccount or aws:PrincipalOrgID";

/** Why a service may come without a source for all that a statement lets it do; `undefined` where facts name no reason. */
function reasonOfGuest(statement: Reader, service: string): string | undefined {
  const actions = statement.texts("Action");
  return unboundGuests.find(
    (guest) =>
      guest.service === service &&
      actions.length > 0 &&
      actions.every((action) => guest.actions.includes(action)),
  )?.reason;
}

function noted(reason: string | undefined, finding: Finding): Finding[] {
  return reason === undefined ? [finding] : accepted(reason, [finding]);
}

/** Whom a statement of a resource's policy lets in from outside: everybody, a service for anybody, accounts of others. */
export function outsiders(statement: Reader, resource: ResourceView): Finding[] {
  const own = (): readonly string[] => ownAccounts(resource);
  if (isOpenToAll(statement)) {
    if (isBoundBy(statement, callerKeys, own)) return [];
    const inverted = statement.at("NotPrincipal");
    const who = inverted.exists ? inverted : statement.at("Principal");
    return [wrong(who, "principals by name, or a condition on the caller", fix)];
  }
  const services = unboundServicesOf(statement, own).flatMap((service) =>
    noted(
      reasonOfGuest(statement, service),
      wrong(statement.at("Condition"), `aws:SourceAccount or aws:SourceArn for ${service}`, fix),
    ),
  );
  // An identity provider that is no resource of the account, such as Cognito, has users of anybody.
  const providers = principals(statement, "Federated").filter((name) => !isOfOwn(name, own));
  const foreigners = [...foreignersOf(statement, own), ...providers].flatMap((name) =>
    noted(admittedAccounts[accountOf(name)], {
      ...wrong(statement.at("Principal"), "accounts of our own, or one that facts/iam.ts admits", fix),
      found: name,
    }),
  );
  return [...services, ...foreigners];
}
