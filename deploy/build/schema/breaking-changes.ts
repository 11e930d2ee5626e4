import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

/** What of the API at a git revision clients could use and now cannot. Empty when that revision has no API. */
export async function breakingChanges(api: string, revision: string): Promise<string[]> {
  const before = await readApiAt(revision);
  if (before === null) return [];
  const changes = await diff(buildSchema(before), buildSchema(api));
  return changes
    .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
    .map(({ message }) => message);
}

async function readApiAt(revision: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('git', ['show', `${revision}:schema/api.graphql`], {
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch {
    // Not a repository, no such revision, or no API in it: nothing to compare with.
    return null;
  }
}
