import { requireViewer, type UserError, ValidationError } from '@aether/common/service';
import type { RunnableVersion } from '../accept/agent-versions.ts';
import type { ExecutionsContext } from '../context.ts';
import { checkConfiguration, checkTrigger, readMapping } from '../triggers/check-trigger.ts';
import { DEFAULT_FAILURE_LIMIT, DEFAULT_RATE_PER_MINUTE, type TriggerSettings } from '../triggers/trigger.ts';
import type { CreateTriggerInput, UpdateTriggerInput } from '../types/trigger-inputs.ts';

type Given = Partial<
  Omit<CreateTriggerInput, 'agentId' | 'type' | 'enabled' | 'name'> & Pick<UpdateTriggerInput, 'name'>
>;

const NEW: TriggerSettings = {
  name: '',
  versionId: null,
  authentication: 'HMAC',
  filter: null,
  mapping: {},
  deduplicationKey: null,
  ratePerMinute: DEFAULT_RATE_PER_MINUTE,
  budgetPerRun: null,
  onFailure: 'RETRY',
  failureLimit: DEFAULT_FAILURE_LIMIT,
};

/** An empty text of a form is no expression. */
const expression = (given: string | null | undefined, before: string | null): string | null =>
  given === undefined ? before : given?.trim() || null;

/**
 * The settings that an input asks for, over those of before, and everything that is wrong with them.
 * The viewer must be able to run the agent: nobody lets others run what they may not run themselves.
 * @throws NotFoundError, ForbiddenError, AgentNotRunnableError about the agent
 */
export async function triggerSettings(
  context: ExecutionsContext,
  agentId: string,
  given: Given,
  before: TriggerSettings = NEW,
): Promise<{ readonly settings: TriggerSettings; readonly problems: readonly UserError[] }> {
  const read = given.mapping === undefined ? { mapping: before.mapping, problems: [] } : readMapping(given.mapping);
  const settings: TriggerSettings = {
    name: given.name?.trim() ?? before.name,
    versionId: given.versionId === undefined ? before.versionId : given.versionId,
    authentication: given.authentication ?? before.authentication,
    filter: expression(given.filter, before.filter),
    mapping: read.mapping,
    deduplicationKey: expression(given.deduplicationKey, before.deduplicationKey),
    ratePerMinute: given.ratePerMinute ?? before.ratePerMinute,
    budgetPerRun: given.budgetPerRun === undefined ? before.budgetPerRun : given.budgetPerRun,
    onFailure: given.onFailure ?? before.onFailure,
    failureLimit: given.failureLimit ?? before.failureLimit,
  };
  const version = await runnable(context, agentId, settings.versionId);
  const problems = [
    ...read.problems,
    ...(given.configuration === undefined || given.configuration === null
      ? []
      : checkConfiguration(given.configuration)),
    ...checkTrigger(settings, version.spec.inputs),
  ];
  return { settings, problems };
}

async function runnable(
  context: ExecutionsContext,
  agentId: string,
  versionId: string | null,
): Promise<RunnableVersion> {
  const { requestId, traceparent, parts } = context;
  const call = { viewer: requireViewer(context), requestId, traceparent };
  const version = await parts.agentVersions.forRun({ id: versionId, agentId, slug: null, draftRevision: null }, call);
  if (version.agentId !== agentId)
    throw new ValidationError(['input', 'versionId'], 'a version of the agent', `one of "${version.slug}"`);
  return version;
}
