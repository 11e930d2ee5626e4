const FENCE = /^\s*```(?:json)?\s*\n([\s\S]*?)\n```\s*$/u;

/** An answer as JSON; undefined when it is none. Models like to wrap JSON in a code fence; that is forgiven. */
export function jsonOfAnswer(text: string): unknown {
  try {
    return JSON.parse(FENCE.exec(text)?.[1] ?? text) as unknown;
  } catch {
    return undefined;
  }
}
