import type { StepView } from './execution-view.ts';

/** `sign-in/model/0/tool:crm/find/0/1`, in a flow behind the id of its node; `own-account/…` when nobody else's sign-in helps. */
const KEY = /(?:^|\/)(sign-in|own-account)\/.*tool:([^/]+)\//u;

export interface AwaitedSignIn {
  /** Slug of the tool server. */
  server: string;
  /** With the own account of whoever the run is made for. */
  isOwn: boolean;
}

/** Tool servers that a run waits for, because nobody has signed in to them, or its person has not. */
export function awaitedSignIns(steps: Iterable<StepView>): readonly AwaitedSignIn[] {
  const awaited = [...steps].flatMap(({ type, durationMs, key }): [string, AwaitedSignIn][] => {
    const [, kind, server] = KEY.exec(key) ?? [];
    if (type !== 'WAIT' || durationMs !== null || server === undefined) return [];
    return [[`${server} ${kind}`, { server, isOwn: kind === 'own-account' }]];
  });
  return [...new Map(awaited.toSorted(([left], [right]) => (left < right ? -1 : 1))).values()];
}
