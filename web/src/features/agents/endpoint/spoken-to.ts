import type { JsonRecord } from '../../../json/is-record.ts';
import { protocolOf } from './protocols.ts';

/** What every protocol keeps when another one is chosen. */
const KEPT = [
  'url',
  'headers',
  'credential',
  'credentialHeader',
  'timeoutMs',
  'maximumBytes',
  'approval',
  'price',
  'health',
  'response',
];

/**
 * The same address in another protocol: what only the old one knew would be a problem.
 * @param earlier what was filled in when this protocol was chosen before
 */
export function spokenTo(value: JsonRecord, protocol: string, earlier: JsonRecord | undefined): JsonRecord {
  const own = earlier === undefined ? Object.entries(protocolOf(protocol)?.start ?? {}) : Object.entries(earlier);
  return Object.fromEntries([
    ['protocol', protocol],
    ...own.filter(([name]) => name !== 'protocol' && !KEPT.includes(name)),
    ...Object.entries(value).filter(([name]) => KEPT.includes(name)),
  ]);
}
