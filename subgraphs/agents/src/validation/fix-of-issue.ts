import { type SpecIssue, isRecord } from '@aether/schema';

/** Operations on the draft that mend an issue without a decision by the author; null = it takes one. */
export function fixOf(issue: SpecIssue, spec: unknown): readonly unknown[] | null {
  switch (issue.code) {
    case 'UNKNOWN_FIELD':
      return [{ op: 'remove', path: pointerTo(issue.path) }];
    case 'DUPLICATE':
      // The entry that holds the second notebook goes; of models it is the element itself.
      return [
        { op: 'remove', path: pointerTo(issue.path.at(-1) === 'notebook' ? issue.path.slice(0, -1) : issue.path) },
      ];
    case 'MISSING_INPUT':
      return isRecord(spec) && isRecord(spec['inputs']) && isRecord(spec['inputs']['properties'])
        ? [{ op: 'add', path: pointerTo(issue.path), value: { type: 'string' } }]
        : null;
    default:
      return null;
  }
}

function pointerTo(path: readonly string[]): string {
  return ['/spec', ...path.map((token) => token.replaceAll('~', '~0').replaceAll('/', '~1'))].join('/');
}
