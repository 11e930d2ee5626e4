import { NAME_LENGTH } from '../text-rules.ts';

/** What a person's own account at a tool server is called. Names of servers are as long as names of credentials may be, so it is cut. */
export function ownAccountName(serverName: string): string {
  const name = `Account at ${serverName}`.slice(0, NAME_LENGTH);
  // A cut through a pair of surrogates leaves no half.
  return (name.isWellFormed() ? name : name.slice(0, -1)).trimEnd();
}
