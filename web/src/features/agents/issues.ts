import { errorLine } from '../../graphql/error-line.ts';
import type { ValidationIssue } from './agent-document.ts';

/** The issues at a path of the specification or below it. */
export function issuesAt(issues: readonly ValidationIssue[], ...path: string[]): ValidationIssue[] {
  return issues.filter((issue) => path.every((key, index) => issue.path[index] === key));
}

/** The first problem at a path, with what to do about it. */
export function issueText(issues: readonly ValidationIssue[], ...path: string[]): string | undefined {
  const [first] = issuesAt(issues, ...path);
  return first === undefined ? undefined : errorLine(first);
}
