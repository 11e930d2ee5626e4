import type { FlowNodeOf, JsonValue } from '@aether/schema';
import type { RetrievedPassage } from '../../runtime-parts.ts';
import { retrieveKnowledge } from '../../loop/retrieve-knowledge.ts';
import { NotebookNotReadableError } from '../errors.ts';
import type { NodeAnswer, NodeContext, WorkNode } from '../node-context.ts';
import { asText, evaluateIn } from '../node-scope.ts';
import { failedStep, needed } from '../node-steps.ts';
import { scopedJournal } from '../scoped-journal.ts';

export interface RetrieveAnswer extends NodeAnswer {
  readonly passages: readonly RetrievedPassage[];
}

/** Searches one knowledge part of the agent. */
export async function runRetrieveNode(
  node: Extract<WorkNode, { type: 'retrieve' }> | FlowNodeOf<'retrieve'>,
  context: NodeContext,
): Promise<RetrieveAnswer> {
  const { journal, parts, scope } = context;
  const { run } = journal;
  const query = await needed(context, 'VECTOR_SEARCH', () => asText(evaluateIn(scope, node.query)));
  const knowledge = run.spec.knowledge[node.knowledge];
  if (knowledge === undefined || run.notebooks[knowledge.notebook] === undefined)
    return failedStep(context, 'VECTOR_SEARCH', new NotebookNotReadableError(knowledge?.notebook ?? node.knowledge));
  const spec = { ...run.spec, knowledge: { [node.knowledge]: knowledge } };
  const passages = await retrieveKnowledge(scopedJournal(journal, { run: { ...run, spec } }), parts, query);
  return { output: { passages: passages.map(toJson) }, port: null, passages };
}

function toJson({ headingPath, ...passage }: RetrievedPassage): JsonValue {
  return { ...passage, headingPath: [...headingPath] };
}
