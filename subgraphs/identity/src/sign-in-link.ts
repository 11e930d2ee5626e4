/** Why a one-time link was made: it decides how long the link lives. */
export const LinkPurpose = { firstRun: 'first-run', signIn: 'sign-in', invitation: 'invitation' } as const;
export type LinkPurpose = (typeof LinkPurpose)[keyof typeof LinkPurpose];

/** Null = until it is used: whoever reads the terminal of the first start owns the installation anyway. */
export function linkEnd(purpose: LinkPurpose, nowMs: number, hours: number): number | null {
  return purpose === LinkPurpose.firstRun ? null : nowMs + hours * 60 * 60 * 1_000;
}
