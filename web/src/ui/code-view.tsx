import { Fragment } from 'react';
import { classNames } from './class-names.ts';
import { codeTokens } from './code-tokens.ts';

const TONES = { key: 'code-key', text: 'code-text', number: 'code-number', plain: undefined } as const;

/** Text as it is; JSON is indented and coloured. */
export function CodeView({ text, className }: { text: string; className?: string }) {
  return (
    <pre
      // A region that scrolls must be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={classNames(
        'max-h-[420px] overflow-auto rounded-control border border-line bg-well px-3 py-2 font-mono text-12 leading-5 whitespace-pre-wrap [overflow-wrap:anywhere]',
        className,
      )}
    >
      {codeTokens(indentJson(text)).map(({ kind, text: part }, index) =>
        // oxlint-disable-next-line react/no-array-index-key -- tokens have no identity
        kind === 'plain' ? (
          <Fragment key={index}>{part}</Fragment>
        ) : (
          <span key={index} className={TONES[kind]}>
            {part}
          </span>
        ),
      )}
    </pre>
  );
}

function indentJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
