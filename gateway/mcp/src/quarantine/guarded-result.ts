import { inMarks, MCP_META, type TextMarks } from '@aether/schema';
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { ServerRecord } from '../catalog/catalog.ts';
import { ToolResultQuarantinedError } from '../errors.ts';
import { dataOf } from '../federation/told.ts';
import { cleanValue } from '../upstream/clean-text.ts';
import type { Finding } from './finding.ts';
import { inspectValue } from './inspect-value.ts';
import { marksOf } from './marks-of.ts';
import { quarantineVerdict, type QuarantineVerdict } from './quarantine-verdict.ts';
import { visibleText } from './visible-text.ts';

/** Characters of what was held back that a run keeps in its step. */
const EVIDENCE = 200_000;

export interface GuardedResult {
  readonly result: CallToolResult;
  readonly verdict: QuarantineVerdict;
  readonly findings: readonly Finding[];
}

export interface ResultFacts {
  /** Of the tool. */
  readonly slug: string;
  readonly policy: ServerRecord['quarantine'];
  /** The caller keeps results where only people read them, and is given what was held back, written out. */
  readonly keepsEvidence: boolean;
  /** The caller is a run: it takes values from results, and puts marks around them itself where a model reads them. */
  readonly isRun: boolean;
  /** Random, for the marks. */
  readonly nonce: () => string;
}

/**
 * The result of a tool as its caller may have it. What is held back is a result with `isError`: the tool was called, and a model that
 * reads so does not call it again.
 */
export function guardedResult(
  { slug, policy, keepsEvidence, isRun, nonce }: ResultFacts,
  { content, structuredContent, isError }: CallToolResult,
): GuardedResult {
  const sent = { content, ...(structuredContent === undefined ? {} : { structuredContent }) };
  const findings = policy === 'OFF' ? [] : inspectValue(sent);
  const verdict = quarantineVerdict(policy, findings);
  if (verdict === 'BLOCKED')
    return { result: blockedResult(slug, findings, keepsEvidence ? evidenceOf(sent) : null), verdict, findings };
  const failed = isError === undefined ? {} : { isError };
  const clean: CallToolResult = { ...cleanValue(sent), ...failed };
  if (verdict === 'DELIVERED') return { result: clean, verdict, findings };
  const marks = marksOf(slug, findings, nonce());
  const told = { verdict, findings: toldFindings(findings, keepsEvidence) };
  const result: CallToolResult = isRun
    ? { ...clean, _meta: { [MCP_META.quarantine]: { ...told, marks } } }
    : {
        ...clean,
        content: clean.content.map((block) => marked(block, marks)),
        _meta: { [MCP_META.quarantine]: told },
      };
  return { result, verdict, findings };
}

/** @param evidence what was held back, written out; null = the caller gets nothing of it */
export function blockedResult(slug: string, findings: readonly Finding[], evidence: string | null): CallToolResult {
  const error = new ToolResultQuarantinedError(slug, findings);
  const told = { verdict: 'BLOCKED', findings: toldFindings(findings, evidence !== null) };
  return {
    isError: true,
    content: [{ type: 'text', text: `${error.message} ${error.hint ?? ''}` }],
    _meta: {
      [MCP_META.error]: dataOf(error),
      [MCP_META.quarantine]: { ...told, ...(evidence === null ? {} : { evidence }) },
    },
  };
}

/** Structured content stays what its schema says. */
function marked(block: CallToolResult['content'][number], marks: TextMarks): CallToolResult['content'][number] {
  if (block.type === 'text') return { ...block, text: inMarks(block.text, marks) };
  if (block.type !== 'resource' || !('text' in block.resource)) return block;
  return { ...block, resource: { ...block.resource, text: inMarks(block.resource.text, marks) } };
}

function evidenceOf(sent: object): string {
  const whole = JSON.stringify(
    sent,
    (_name, value: unknown) => (typeof value === 'string' ? visibleText(value) : value),
    2,
  );
  return whole.length > EVIDENCE ? `${whole.slice(0, EVIDENCE)}\n[cut: it has ${whole.length} characters]` : whole;
}

/** Excerpts are for people: a client may show its model all that it is given. */
function toldFindings(findings: readonly Finding[], keepsEvidence: boolean): readonly Omit<Finding, 'excerpt'>[] {
  return cleanValue(findings.map(({ excerpt, ...place }) => (keepsEvidence ? { ...place, excerpt } : place)));
}
