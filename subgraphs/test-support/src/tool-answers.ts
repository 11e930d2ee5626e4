import { spawn } from 'node:child_process';
import { setTimeout as after } from 'node:timers/promises';
import { type CallToolResult, ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';

export interface ReceivedCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly meta: Readonly<Record<string, unknown>>;
  /** Of the HTTP request that brought it. */
  readonly headers: Readonly<Record<string, unknown>>;
}

export interface ToolSurroundings {
  readonly signal: AbortSignal;
  readonly die: () => void;
  readonly change: () => Promise<void>;
  readonly beat: (progress: number) => Promise<void>;
  /** Asks the person at the client, in the middle of the call. */
  readonly ask: (message: string) => Promise<string>;
}

const text = (value: string): CallToolResult => ({ content: [{ type: 'text', text: value }] });

/** What the tools of the fixture do, well and badly. */
export async function answerTool(call: ReceivedCall, surroundings: ToolSurroundings): Promise<CallToolResult> {
  const { name, arguments: given, meta, headers } = call;
  switch (name) {
    case 'echo':
      return text(String(given['text']));
    case 'add': {
      const sum = Number(given['a']) + Number(given['b']);
      return { ...text(String(sum)), structuredContent: { sum } };
    }
    case 'slow': {
      const beats = Number(given['beats'] ?? 1);
      for (let beat = 1; beat <= beats; beat += 1) {
        await after(Number(given['ms']) / beats, undefined, { signal: surroundings.signal });
        await surroundings.beat(beat);
      }
      return text('done');
    }
    case 'ask':
      return text(await surroundings.ask('Which size?'));
    case 'fail':
      return { ...text('It did not work.'), isError: true };
    case 'refuse':
      throw new McpError(ErrorCode.InvalidRequest, 'Not today.');
    case 'big':
      return text('x'.repeat(Number(given['bytes'])));
    case 'hidden':
      return text('vis\u200Bible\u0007\u202E');
    case 'meta':
      return text(JSON.stringify({ meta, headers }));
    case 'environment':
      return text(JSON.stringify(Object.keys(process.env)));
    case 'spawn':
      return text(String(spawn('sleep', ['1000'], { stdio: 'ignore' }).pid));
    case 'change':
      await surroundings.change();
      return text('changed');
    case 'die':
      surroundings.die();
      // Never answered.
      await after(60_000, undefined, { signal: surroundings.signal });
      return text('still here');
    default:
      return text(`${name} was called`);
  }
}
