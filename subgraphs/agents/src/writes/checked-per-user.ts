import { ValidationError } from '@aether/common/service';
import type { ToolTransport } from '../tools/tool-catalog.ts';

/**
 * A program is started once, with one environment, so it cannot be a different person in each call.
 * @throws ValidationError
 */
export function checkedPerUser(credentialPerUser: boolean, transport: ToolTransport): boolean {
  if (credentialPerUser && transport === 'STDIO')
    throw new ValidationError(
      ['credentialPerUser'],
      'one account for everybody of a server that runs as a program',
      'one for each person',
      'Connect a server over HTTP.',
    );
  return credentialPerUser;
}
