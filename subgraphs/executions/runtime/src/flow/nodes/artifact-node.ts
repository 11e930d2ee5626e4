import type { FlowNodeOf } from '@aether/schema';
import { documentOfValue } from '../../artifacts/document-of-value.ts';
import { renderInstructions } from '../../loop/render-instructions.ts';
import { makeArtifact } from '../../produce/make-artifact.ts';
import { neededBlocks } from '../../produce/needed-blocks.ts';
import { WrongValueError } from '../errors.ts';
import type { NodeAnswer, NodeContext } from '../node-context.ts';
import { evaluateIn } from '../node-scope.ts';
import { needed } from '../node-steps.ts';
import { kindOf } from './kind-of.ts';

/** Makes one file of a value and keeps it. Its output says which file it is. */
export async function runArtifactNode(node: FlowNodeOf<'artifact'>, context: NodeContext): Promise<NodeAnswer> {
  const { journal, parts, scope } = context;
  const name = renderInstructions(node.file, journal.run.input);
  const document = await needed(context, 'ARTIFACT', () => {
    const value = evaluateIn(scope, node.content);
    const made = documentOfValue(value, node.name ?? name);
    if (made === null) throw new WrongValueError(node.content, 'a text, a list or an object', kindOf(value));
    const [missing] = neededBlocks({ artifacts: { file: node } });
    if (missing !== undefined && !made.blocks.some(({ type }) => type === missing[0]))
      throw new WrongValueError(node.content, `something with a ${missing[0]}, for ${missing[1]}`, kindOf(value));
    return made;
  });
  const task = { key: 'file', name, format: node.format, document, sources: [], titlePage: false };
  return { output: { ...(await makeArtifact(journal, parts, task)) }, port: null };
}
