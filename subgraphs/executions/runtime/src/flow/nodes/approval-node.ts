import type { FlowNodeOf, JsonObject } from '@aether/schema';
import { renderInstructions } from '../../loop/render-instructions.ts';
import { ApprovalDeniedError } from '../errors.ts';
import type { NodeAnswer, NodeContext } from '../node-context.ts';
import { evaluateAll } from '../node-scope.ts';
import { needed } from '../node-steps.ts';

/**
 * Asks a person whether the flow goes on here.
 * @throws WaitingError while nobody has decided
 * @throws ApprovalDeniedError for a no that no edge takes
 */
export async function runApprovalNode(
  { question: template, show }: FlowNodeOf<'approval'>,
  context: NodeContext,
): Promise<NodeAnswer> {
  const { journal, scope, ports } = context;
  const question = renderInstructions(template, journal.run.input);
  const shown: JsonObject = await needed(context, 'APPROVAL', () => evaluateAll(scope, show));
  const request = { key: 'approve', about: 'approve', tool: null, effect: null, arguments: shown, editable: false };
  const [decision] = await journal.decisions([{ ...request, question }]);
  const { status, comment } = decision ?? { status: 'EXPIRED', comment: null };
  const approved = status === 'APPROVED';
  if (!approved && !ports.has('false')) throw new ApprovalDeniedError(question, status, comment);
  return { output: { approved, comment }, port: String(approved) };
}
