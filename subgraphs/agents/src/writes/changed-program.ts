import { ValidationError } from '@aether/common/service';
import { toolProgramOf } from '@aether/schema';
import { StaleSettingsError } from '../tools/errors.ts';
import { offerOfServer } from '../tools/offer-of-server.ts';
import type { ToolServerRecord } from '../tools/tool-catalog.ts';
import type { AllowedPrograms } from '../tools/tool-server-offers.ts';
import type { UpdateToolServerInput } from '../types/update-tool-server-input.ts';
import { offeredEndpoint, settingsOf } from './offered-server.ts';

type ProgramChange = Pick<
  UpdateToolServerInput,
  'settings' | 'arguments' | 'credentialId' | 'expectedSettingsRevision'
>;
type Changed = Partial<Pick<ToolServerRecord, 'arguments' | 'settings' | 'settingsRevision'>>;

/**
 * What a program gets instead of its settings or arguments, checked as when it was connected. Its credential stays unless another is named,
 * which is checked as well.
 * @returns nothing when neither is given
 * @throws ValidationError, StaleSettingsError
 */
export function changedProgram(before: ToolServerRecord, change: ProgramChange, allowed: AllowedPrograms): Changed {
  const { settings = null, arguments: given = null, expectedSettingsRevision: expected = null } = change;
  if (expected !== null && expected !== before.settingsRevision)
    throw new StaleSettingsError(expected, before.settingsRevision);
  const isOffered = before.transport === 'STDIO' && before.offerSlug !== null;
  if (settings === null && given === null) {
    // Another credential, or none, has to be one that the program takes.
    if (isOffered && change.credentialId !== undefined) offeredChange(before, change, before.settings, allowed);
    return {};
  }
  const settingsRevision = before.settingsRevision + 1;
  if (before.offerSlug === null) return { ...changedArguments(before, change, allowed), settingsRevision };
  if (given !== null)
    throw new ValidationError(['arguments'], 'none of a server of the catalog', 'some', 'Change its settings instead.');
  return { ...offeredChange(before, change, settings, allowed), settingsRevision };
}

/** What the program of an offer is with these settings, and the credential that it has or gets. */
function offeredChange(
  before: ToolServerRecord,
  change: ProgramChange,
  settings: unknown,
  allowed: AllowedPrograms,
): Changed {
  const offer = offerOfServer(before);
  if (offer === null)
    throw new ValidationError(
      ['settings'],
      'a server whose offer is still there',
      `one of "${before.offerSlug}"`,
      'Remove the server and connect another one.',
    );
  const credentialId = change.credentialId === undefined ? before.credentialId : change.credentialId;
  const made = offeredEndpoint(offer, { given: settingsOf(settings), credentialId }, allowed.offers);
  return { arguments: made.arguments, settings: made.settings };
}

/** Of a command line that the operator names: it may become another one of the list. */
function changedArguments(
  { transport, command }: ToolServerRecord,
  { settings, arguments: given }: ProgramChange,
  { programs }: AllowedPrograms,
): Changed {
  if (settings != null) throw new ValidationError(['settings'], 'none without an offer', 'some');
  if (transport !== 'STDIO' || command === null)
    throw new ValidationError(['arguments'], 'none of a server with an address', 'some');
  const program = toolProgramOf(programs, command, given ?? []);
  // A command runs on the machine of the operator, with the operator's rights.
  if (program === null)
    throw new ValidationError(
      ['arguments'],
      'arguments that the operator of this installation allows for this program',
      'others',
      'Ask the operator to add the command line to AETHER_TOOL_PROGRAMS.',
    );
  return { arguments: program.arguments };
}
