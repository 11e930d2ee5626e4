/** What is kept of an ended run beside its summary. Each class has a time of its own. */
export type ContentClass = 'deltas' | 'events' | 'payloads';

/** In this order in the record: one property says what is still there, so that one index finds what is due. */
const LETTERS = { deltas: 'D', events: 'E', payloads: 'P' } as const satisfies Record<ContentClass, string>;

/** Of a run that has just ended. */
export const ALL_CONTENT = Object.values(LETTERS).join('');

/** All values of the property that have the class in them. */
export function contentsWith(wanted: ContentClass): readonly string[] {
  return ['D', 'E', 'P', 'DE', 'DP', 'EP', 'DEP'].filter((content) => content.includes(LETTERS[wanted]));
}

/** What is left when a class is gone; null = the summary. Deltas are events. */
export function contentWithout(content: string, gone: ContentClass): string | null {
  const removed: readonly string[] = gone === 'events' ? [LETTERS.events, LETTERS.deltas] : [LETTERS[gone]];
  const left = [...content].filter((letter) => !removed.includes(letter)).join('');
  return left === '' ? null : left;
}

/** Whether an ended run still has a class of content. */
export function hasContent(content: string | null, wanted: ContentClass): boolean {
  return content?.includes(LETTERS[wanted]) ?? false;
}
