import type { StepView } from './execution-view.ts';

/** `sign-in/model/0/tool:crm/find/0/1`, in a flow behind the id of its node. */
const KEY = /(?:^|\/)sign-in\/.*tool:([^/]+)\//u;

/** Slugs of the tool servers that a run waits for, because nobody has signed in to them. */
export function awaitedSignIns(steps: Iterable<StepView>): readonly string[] {
  const slugs = [...steps].flatMap(({ type, durationMs, key }) =>
    type === 'WAIT' && durationMs === null ? (KEY.exec(key)?.[1] ?? []) : [],
  );
  return [...new Set(slugs)].toSorted();
}
