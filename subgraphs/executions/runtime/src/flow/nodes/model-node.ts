import type { AgentSpec, FlowNodeOf, JsonValue } from '@aether/schema';
import type { PinnedRun } from '../../journal.ts';
import { answerQuestion } from '../../loop/answer-question.ts';
import { renderInstructions } from '../../loop/render-instructions.ts';
import type { NodeAnswer, NodeContext, WorkNode } from '../node-context.ts';
import { asText, evaluateIn } from '../node-scope.ts';
import { markValue } from '../mark-values.ts';
import { QuarantineMarks } from '../quarantine-marks.ts';
import { needed } from '../node-steps.ts';
import { scopedJournal } from '../scoped-journal.ts';

/** Asks the model of the agent, with the tools and sources that the node names. */
export async function runModelNode(
  node: Extract<WorkNode, { type: 'model' }> | FlowNodeOf<'model'>,
  context: NodeContext,
): Promise<NodeAnswer> {
  const { journal, parts, scope, situation, passagesOf } = context;
  const { run } = journal;
  const prompt = await needed(context, 'LLM_INVOCATION', () => evaluateIn(scope, node.prompt));
  const marked = await markValue(context, node.prompt, prompt);
  const found = node.sources.flatMap(passagesOf);
  const {
    output,
    text: answer,
    citations,
  } = await answerQuestion(scopedJournal(journal, { run: runOf(run, node) }), parts, {
    instructions: renderInstructions(node.instructions ?? run.spec.instructions, run.input),
    text: marked === undefined ? asText(prompt) : new QuarantineMarks(marked.marks).ofPrompt(marked.value),
    found,
    earlier: [],
    situation,
  });
  // It is what a model wrote as JSON, or text.
  const value = node.outputs === undefined ? { text: answer } : (output as JsonValue);
  return { output: value, port: null, citations };
}

/** The run as the loop sees it in this node: its tools and its outputs, none of the agent's knowledge. */
function runOf(run: PinnedRun, node: Pick<FlowNodeOf<'model'>, 'tools' | 'outputs'>): PinnedRun {
  const named = Object.entries(run.spec.tools).filter(([key]) => node.tools.includes(key));
  const slugs = new Set(named.map(([, { tool }]) => tool));
  const { outputs: _, ...rest } = run.spec;
  const spec: AgentSpec = { ...rest, tools: Object.fromEntries(named), knowledge: {} };
  return {
    ...run,
    spec: node.outputs === undefined ? spec : { ...spec, outputs: node.outputs },
    tools: run.tools.filter(({ slug }) => slugs.has(slug)),
  };
}
