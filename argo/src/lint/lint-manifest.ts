import { isRecord } from '@aether/schema';
import { checkEvents } from './check-events.ts';
import { checkSchema, LINTED_KINDS } from './check-schema.ts';
import { checkTemplates } from './check-templates.ts';
import type { LintIssue } from './lint-issue.ts';

/** An object in etcd; the API server refuses more with HTTP 500. */
const MOST_BYTES = 1024 * 1024;
/** Longest name by kind: names become label values, those of cron workflows get a suffix. */
const NAME_LENGTHS: Readonly<Record<string, number>> = { CronWorkflow: 52 };
const NAME = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;

/**
 * What can be said about an Argo manifest without a cluster: its shape, and the rules that the schemas cannot say.
 * Secrets, rights, images, quotas and templates of other manifests are only known to a cluster.
 */
export function lintManifest(manifest: unknown): LintIssue[] {
  const kind = isRecord(manifest) ? manifest['kind'] : undefined;
  if (!isRecord(manifest) || typeof kind !== 'string' || !LINTED_KINDS.includes(kind)) {
    const message = `kind must be one of ${LINTED_KINDS.join(', ')}, but is ${JSON.stringify(kind) ?? 'missing'}`;
    return [{ path: '/kind', message, severity: 'ERROR' }];
  }
  const shape = checkSchema(kind, manifest);
  if (shape.length > 0) return shape;
  return [
    ...checkName(kind, manifest),
    ...checkBytes(manifest),
    ...checkTemplates(kind, manifest),
    ...checkEvents(manifest),
  ];
}

function checkName(kind: string, manifest: Readonly<Record<string, unknown>>): LintIssue[] {
  const metadata = manifest['metadata'];
  const name = isRecord(metadata) ? metadata['name'] : undefined;
  const generateName = isRecord(metadata) ? metadata['generateName'] : undefined;
  if (typeof name !== 'string') {
    if (typeof generateName !== 'string') return [issue('/metadata/name', 'is missing')];
    const message = 'makes another object at each attempt; give a name, so that a repeated create is refused';
    return [{ path: '/metadata/generateName', message, severity: 'WARNING' }];
  }
  const longest = NAME_LENGTHS[kind] ?? 63;
  if (name.length > longest) return [issue('/metadata/name', `has ${name.length} characters; at most ${longest} fit`)];
  return NAME.test(name) ? [] : [issue('/metadata/name', 'must be lower case letters, digits, dots and hyphens')];
}

function checkBytes(manifest: unknown): LintIssue[] {
  const bytes = Buffer.byteLength(JSON.stringify(manifest));
  return bytes > MOST_BYTES ? [issue('', `has ${bytes} bytes; the cluster keeps at most ${MOST_BYTES}`)] : [];
}

function issue(path: string, message: string): LintIssue {
  return { path, message, severity: 'ERROR' };
}
