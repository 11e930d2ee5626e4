import { isRecord } from '@aether/schema';
import { specTypeSchemas } from '@modelcontextprotocol/client';
import { ToolInterruptedError } from '../errors.ts';
import { guardedProblem } from '../quarantine/guarded-problem.ts';

/** The result of a call. @throws ToolInterruptedError when it is none: what was called may have had its effect */
export function tasResult(server: string, result: unknown): Record<string, unknown> {
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
