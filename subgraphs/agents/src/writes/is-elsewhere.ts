/** Whether somebody else may answer at an address: what was given to the old one was not given to the new one. */
export function isElsewhere(address: string | null, before: string | null): boolean {
  if (address === before) return false;
  return address === null || before === null || new URL(address).origin !== new URL(before).origin;
}
