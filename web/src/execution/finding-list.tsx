import { Tag } from '../ui/tag.tsx';
import { type Finding, findingWord } from './finding-words.ts';

/** What was found in a text of a tool server, with everything invisible written out. */
export function FindingList({ findings }: { findings: readonly Finding[] }) {
  return (
    <ul className="mt-1">
      {findings.map(({ rule, hidden, path, offset, excerpt }) => (
        <li key={`${rule} ${path} ${offset}`} className="border-t border-line py-2 first:border-t-0">
          <p className="flex flex-wrap items-center gap-2">
            <span className="min-w-0">{findingWord(rule)}</span>
            {hidden ? <Tag>Hidden</Tag> : null}
          </p>
          <p className="mt-0.5 text-12 text-ink-3">
            <code className="font-mono [overflow-wrap:anywhere]">{path}</code>, character {offset + 1}
          </p>
          {excerpt === '' ? null : (
            <p className="mt-0.5 font-mono text-12 text-ink-2 [overflow-wrap:anywhere]">{excerpt}</p>
          )}
        </li>
      ))}
    </ul>
  );
}
