import { isRecord } from '@aether/schema';
import { specTypeSchemas } from '@modelcontextprotocol/client';
import { TasPlaceholderError, ToolInterruptedError } from '../errors.ts';
import { guardedProblem } from '../quarantine/guarded-problem.ts';
import { isPlaceholder } from './is-placeholder.ts';

/** The result of a call. @throws TasPlaceholderError when nothing was called, ToolInterruptedError when it says nothing of what was */
export function tasResult(server: string, result: unknown): Record<string, unknown> {
  if (isPlaceholder(result)) throw new TasPlaceholderError(server);
  if (!isRecord(result) || !Array.isArray(result['content']))
    throw new ToolInterruptedError(server, undefined, `what it answered has no "content"${textOf(result)}`);
  const { issues } = specTypeSchemas.CallToolResult['~standard'].validate(result);
  if (issues !== undefined)
    throw new ToolInterruptedError(server, undefined, `its "content" is none of MCP: ${issues[0]?.message}`);
  return result;
}

/** Under which a TAS-MCP hands on what is no JSON. */
function textOf(result: unknown): string {
  const text = isRecord(result) ? result['text'] : null;
  return typeof text === 'string' ? `: ${guardedProblem(text).slice(0, 500)}` : '';
}
