import type { PatchOperation } from '../../json/diff-json.ts';
import { isRecord } from '../../json/is-record.ts';

/** The repair of an issue as operations on the specification. What is no plain add, replace or remove is left out. */
export function fixOperations(fix: readonly unknown[]): PatchOperation[] {
  return fix.flatMap((operation): PatchOperation[] => {
    if (!isRecord(operation) || typeof operation['path'] !== 'string') return [];
    const path = operation['path'].replace(/^\/spec(?=\/)/, '');
    if (operation['op'] === 'remove') return [{ op: 'remove', path }];
    if (operation['op'] === 'add' || operation['op'] === 'replace')
      return [{ op: operation['op'], path, value: operation['value'] }];
    return [];
  });
}
