import { argumentProblems } from '@aether/runtime';
import type { Viewer } from '@aether/common/security';
import { ValidationError } from '@aether/common/service';
import { isRecord, type JsonObject } from '@aether/schema';
import { actorOf } from '../access.ts';
import type { AskedApproval } from '../db/approval-records.ts';
import { ApprovalChangedError, ApprovalClosedError } from './errors.ts';
import type { ExecutionsParts } from '../context.ts';
import { parsePinnedTools } from '../tools/pinned-tools.ts';
import { statusAt } from './approval.ts';
import { settleApproval } from './settle-approval.ts';

const MAXIMUM_COMMENT_LENGTH = 2_000;

export interface ApprovalAnswer {
  readonly viewer: Viewer;
  readonly decision: 'APPROVE' | 'DENY' | 'DISMISS';
  /** Of what the person saw. */
  readonly proposedHash: string;
  /** Instead of the proposed arguments; null = as proposed. */
  readonly edits: unknown;
  readonly comment: string | null;
  readonly requestId: string;
}

/**
 * Writes a person's decision; with the last one that a run waits for, it goes on at once.
 * @throws ApprovalClosedError when it is decided, expired or its run waits no more
 * @throws ApprovalChangedError when the person saw something else
 * @throws ValidationError for edits that the tool does not take
 */
export async function decideApproval(
  parts: ExecutionsParts,
  asked: AskedApproval,
  answer: ApprovalAnswer,
): Promise<AskedApproval> {
  const { approval, execution } = asked;
  const status = statusAt(approval, execution.status, parts.clock.now().getTime());
  if (status !== 'PENDING') throw new ApprovalClosedError(approval.id, status);
  if (answer.proposedHash !== approval.proposedHash) throw new ApprovalChangedError(approval.id);
  const comment = checkedComment(answer.comment);
  const by = { decidedById: actorOf(answer.viewer), requestId: answer.requestId };
  const outcome =
    answer.decision === 'APPROVE'
      ? { status: 'APPROVED' as const, arguments: await argumentsOf(parts, asked, answer), comment }
      : { status: 'DENIED' as const, comment, ...dismissal(asked, answer.decision) };
  const decided = await settleApproval(parts, asked, outcome, by);
  if (!decided.isDecided) throw new ApprovalClosedError(approval.id, decided.approval.status);
  return decided;
}

/** Only what a tool asks can be closed without an answer: a call goes out, or not. */
function dismissal({ approval }: AskedApproval, decision: ApprovalAnswer['decision']): { readonly isDismissed?: true } {
  if (decision !== 'DISMISS') return {};
  if (approval.form === null && approval.link === null)
    throw new ValidationError(['input', 'decision'], 'APPROVE or DENY: the run asks whether it may go on', decision);
  return { isDismissed: true };
}

async function argumentsOf(
  parts: Pick<ExecutionsParts, 'pins'>,
  { approval, execution }: AskedApproval,
  { edits }: ApprovalAnswer,
): Promise<JsonObject> {
  const path = ['input', 'edits'];
  if (approval.form !== null) return answerOf(approval, edits, path);
  if (edits === null || edits === undefined) return JSON.parse(approval.proposed) as JsonObject;
  if (!approval.editable)
    throw new ValidationError(path, 'nothing: the call went out before and is repeated as it was', 'other arguments');
  if (!isRecord(edits)) throw new ValidationError(path, 'an object of arguments', typeof edits);
  const text = execution.toolsPin === null ? '[]' : await parts.pins.find(approval.tenantId, execution.toolsPin);
  const tool = parsePinnedTools(text).find(({ slug }) => slug === approval.tool);
  const args = edits as JsonObject;
  const problems = tool === undefined ? ['the run has no such tool'] : argumentProblems(tool, args);
  if (problems.length > 0)
    throw new ValidationError(path, `arguments that "${approval.tool}" takes`, problems.join('; '));
  return args;
}

/** What a person has filled in, by the form of the question. */
function answerOf(
  { form, proposedHash }: AskedApproval['approval'],
  edits: unknown,
  path: readonly string[],
): JsonObject {
  if (!isRecord(edits))
    throw new ValidationError(path, 'an object with the answer', edits === null ? 'none' : typeof edits);
  const answer = edits as JsonObject;
  const inputSchema = JSON.parse(form ?? '{}') as JsonObject;
  const problems = argumentProblems(
    { slug: 'the question', inputSchema, definitionHash: `form ${proposedHash}` },
    answer,
  );
  if (problems.length > 0) throw new ValidationError(path, 'an answer that fits the form', problems.join('; '));
  return answer;
}

function checkedComment(comment: string | null): string | null {
  if ((comment ?? '').length > MAXIMUM_COMMENT_LENGTH)
    throw new ValidationError(
      ['input', 'comment'],
      `at most ${MAXIMUM_COMMENT_LENGTH} characters`,
      `${comment?.length}`,
    );
  return comment === '' ? null : comment;
}
